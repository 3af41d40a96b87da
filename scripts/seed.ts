// Demo organizations and members, taken from the local Qonto's companies. Safe to repeat; refuses with real keys.
// `--company <id>` adds one more company of the local Qonto: its members sign in as <role>@<company's slug>.example.
import { seal } from '@/lib/crypto'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import type { Role } from '@/lib/generated/prisma/enums'
import { hashPassword } from '@/lib/auth/passwords'
import { mirrorInventory } from '@/lib/sources/mirror-inventory'

const DEMO_PASSWORD = 'receipts-demo'
const ROLES: Record<string, Role> = { owner: 'owner', admin: 'admin', accountant: 'accountant', reporting: 'accountant', manager: 'manager', employee: 'employee' }

type Company = {
  id: string
  name: string
  slug: string
  api_key: { login: string; secret: string }
  members: { first_name: string; last_name: string; email: string; role: string }[]
}

async function seedCompany(company: Company, emailOf: (member: Company['members'][number]) => string): Promise<void> {
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
      (await db().user.create({ data: { email, name: `${member.first_name} ${member.last_name}`, passwordHash: await hashPassword(DEMO_PASSWORD) } }))
    const key = { organizationId: organization.id, userId: user.id }
    await db().membership.upsert({ where: { organizationId_userId: key }, create: { ...key, role }, update: {} })
  }
  if ((await db().currentAccount.count({ where: { organizationId: organization.id } })) === 0) await mirrorInventory(organization.id)
}

if (env().DEMO !== '1') throw new Error('demo accounts exist only while no real key is configured')
const response = await fetch(`${env().QONTO_API_URL}/_sandbox/companies`)
const body = (await response.json()) as Company[] | { companies: Company[] }
const companies = Array.isArray(body) ? body : body.companies
const extra = process.argv[process.argv.indexOf('--company') + 1]
if (process.argv.includes('--company')) {
  const company = companies.find((candidate) => candidate.id === extra)
  if (!company) throw new Error(`the local Qonto has no company ${extra}`)
  await seedCompany(company, (member) => `${member.role}@${company.slug}.example`)
} else {
  const isDemo = (company: Company) => company.members.some((member) => /@(acme|birch)\.example$/.test(member.email))
  for (const company of companies.filter(isDemo)) await seedCompany(company, (member) => member.email)
}
process.exit(0)
