import type { AccountFields } from '../state/operations'
import type { Company, Member, Moment, Role } from '../state/types'
import { hexFrom, randomFrom, uuidFrom } from './random'

const people: [string, string][] = [['Alix', 'Brun'], ['Dana', 'Kessler'], ['Noé', 'Marchand'], ['Ines', 'Ferrari'], ['Sam', 'Oduya']]
const roles: Role[] = ['owner', 'admin', 'accountant', 'manager', 'employee']
const accountNames = ['Main account', 'Travel & events', 'Payroll', 'Taxes', 'Online shop', 'Savings pot', 'Marketing', 'Equipment']

/** The head data of a made-up company, a pure function of its id and name; no account and no transaction yet. */
export function companyFields(id: string, name: string, seed: string, createdAt: Moment, memberRoles: readonly Role[] = roles): Omit<Company, 'accounts'> {
  const slug = `${slugOf(name)}-${1000 + (Number.parseInt(hexFrom(4, id), 16) % 9000)}`
  return {
    id,
    name,
    slug,
    legalName: `${name} SAS`,
    city: '75002 Paris',
    country: 'FR',
    createdAt,
    apiKey: { login: slug, secret: hexFrom(32, 'api key', id) },
    members: memberRoles.map((role) => memberFields(id, name, role)),
    labels: ['Clients', 'Team', 'Projects'].map((label) => ({ id: uuidFrom('label', id, label), name: label, parentId: null })),
    seed,
  }
}

/** The member of a made-up company who has this role; the e-mail is `<role>@<first word of the name>.example`. */
export function memberFields(companyId: string, companyName: string, role: Role): Member {
  const [firstName, lastName] = people[Math.max(0, roles.indexOf(role))] as [string, string]
  const domain = slugOf(companyName).split('-')[0]
  return { id: uuidFrom('member', companyId, role), firstName, lastName, email: `${role}@${domain}.example`, role, status: 'active' }
}

/** The nth current account of a company, empty and active; the first is the main one. */
export function accountFields(companyId: string, number: number, updatedAt: Moment, name?: string): AccountFields {
  const random = randomFrom('account', companyId, number)
  const digits = Array.from({ length: 23 }, () => random.between(0, 9)).join('')
  return {
    id: uuidFrom('account', companyId, number),
    number,
    name: name ?? accountNames[number - 1] ?? `Account ${number}`,
    iban: ibanOf(digits),
    bic: 'QNTOFRP1XXX',
    status: 'active',
    main: number === 1,
    balanceCents: 2_500_000,
    updatedAt,
    hidden: [],
  }
}

function slugOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'company'
}

function ibanOf(digits: string): string {
  const remainder = BigInt(`${digits}152700`) % 97n
  return `FR${String(98n - remainder).padStart(2, '0')}${digits}`
}
