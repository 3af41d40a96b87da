// Demo organizations and members, taken from the local Qonto's companies. Safe to repeat; refuses with real keys.
import { env } from '@/lib/env'
import { seedCompany, type Company } from './seed-company'

if (env().DEMO !== '1') throw new Error('demo accounts exist only while no real key is configured')
const response = await fetch(`${env().QONTO_API_URL}/_sandbox/companies`)
const body = (await response.json()) as Company[] | { companies: Company[] }
const companies = Array.isArray(body) ? body : body.companies
const isDemo = (company: Company) => company.members.some((member) => /@(acme|birch)\.example$/.test(member.email))
for (const company of companies.filter(isDemo)) await seedCompany(company, (member) => member.email)
process.exit(0)
