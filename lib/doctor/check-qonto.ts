import { db } from '@/lib/db'
import { ERROR_CODES } from '@/lib/errors'
import { testQontoAccess } from '@/lib/qonto-access/test-qonto-access'
import type { Finding } from './present'

/** Whether Qonto lets each of these organizations in. */
export async function checkQonto(organizationIds: string[]): Promise<Finding[]> {
  const organizations = await db().organization.findMany({ where: { id: { in: organizationIds } }, orderBy: { id: 'asc' }, select: { id: true, name: true } })
  const found: Finding[] = []
  for (const { id, name } of organizations) found.push(await checkOne(id, name))
  return found
}

async function checkOne(id: string, organization: string): Promise<Finding> {
  const test = await testQontoAccess(id)
  if (test.ok) {
    const { company, openAccounts, milliseconds } = test.report
    return { check: 'qonto', code: 'qonto_ok', values: { organization, company, accounts: openAccounts, ms: milliseconds } }
  }
  if (test.code === 'qonto_credentials_missing') return { check: 'qonto', code: 'qonto_later', values: { organization } }
  return { check: 'qonto', code: ERROR_CODES[test.code].next === 'retry' ? 'qonto_passing' : 'qonto_trouble', values: { organization, cause: test.code } }
}
