import { hashPassword } from '@/lib/auth/passwords'
import { seal } from '@/lib/crypto'
import { db } from '@/lib/db'
import type { Role } from '@/lib/generated/prisma/enums'
import { mirrorInventory } from '@/lib/sources/mirror-inventory'

const DEMO_PASSWORD = 'receipts-demo'
const ROLES: Record<string, Role> = { owner: 'owner', admin: 'admin', accountant: 'accountant', reporting: 'accountant', manager: 'manager', employee: 'employee' }

/** A company as the local Qonto lists it. */
export type Company = {
  id: string
  name: string
  slug: string
  api_key: { login: string; secret: string }
  members: { first_name: string; last_name: string; email: string; role: string }[]
}

// Worked out once: hashing is slow on purpose, and every demo member has the same password.
let passwordHash: Promise<string> | undefined

/** The company as an organization with its members, and a first look at its receipts. Safe to repeat. */
export async function seedCompany(company: Company, emailOf: (member: Company['members'][number]) => string): Promise<void> {
  const organization = await db().organization.upsert({
    where: { externalId: company.id },
    create: { externalId: company.id, name: company.name },
    update: {},
  })
  const credential = await db().qontoCredential.upsert({
    where: { organizationId: organization.id },
    create: { organizationId: organization.id, login: company.api_key.login, secretSealed: '', state: 'accepted', checkedAt: new Date() },
    update: {},
  })
  if (credential.secretSealed === '') {
    const place = { table: 'QontoCredential', column: 'secretSealed', rowId: credential.id, organizationId: organization.id }
    await db().qontoCredential.update({ where: { id: credential.id }, data: { secretSealed: seal(company.api_key.secret, place) } })
  }
  for (const member of company.members) {
    const role = ROLES[member.role]
    if (!role) continue
    const email = emailOf(member).toLowerCase()
    const user =
      (await db().user.findUnique({ where: { email } })) ??
      (await db().user.create({ data: { email, name: `${member.first_name} ${member.last_name}`, passwordHash: await (passwordHash ??= hashPassword(DEMO_PASSWORD)) } }))
    const key = { organizationId: organization.id, userId: user.id }
    await db().membership.upsert({ where: { organizationId_userId: key }, create: { ...key, role }, update: {} })
  }
  if ((await db().currentAccount.count({ where: { organizationId: organization.id } })) === 0) await mirrorInventory(organization.id)
}
