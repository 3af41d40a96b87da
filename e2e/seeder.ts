// Makes companies of the local Qonto known to the product, one for each line on stdin (an id), and prints the id when it is done. One process for many
// journeys: starting one takes longer than its work.
import { createInterface } from 'node:readline'
import { env } from '@/lib/env'
import { seedCompany, type Company } from '../scripts/seed-company'

for await (const id of createInterface({ input: process.stdin })) {
  const companies = (await (await fetch(`${env().QONTO_API_URL}/_sandbox/companies`)).json()) as Company[]
  const company = companies.find((candidate) => candidate.id === id)
  if (!company) throw new Error(`the local Qonto has no company ${id}`)
  await seedCompany(company, (member) => `${member.role}@${company.slug}.example`)
  process.stdout.write(`${id}\n`)
}
process.exit(0)
