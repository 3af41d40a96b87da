import 'server-only'
import { AppError } from '@/lib/errors'
import type { QontoSession } from '@/lib/qonto/auth'
import { getCompany } from '@/lib/qonto/get-company'
import { getMember } from '@/lib/qonto/get-member'
import { qontoAccounts } from '@/lib/sources/qonto-accounts'
import { isAccessRefused, noteCredential } from './note-credential'
import type { QontoReport, QontoTest } from './present'
import { qontoSession } from './qonto-session'

/** A person waits for the answer. */
const PATIENCE_MS = 20_000

/**
 * Asks Qonto whether the stored credentials still open the organization: which company, who, how many accounts, how fast. What they are
 * worth is written down. Trouble is answered as its code: `qonto_credentials_missing`, `…_refused`, `qonto_reconnect`, or why there was no answer.
 */
export async function testQontoAccess(organizationId: string): Promise<QontoTest> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  try {
    const report = await ask(await qontoSession(organizationId, { signal }))
    await noteCredential(organizationId, null)
    return { ok: true, report }
  } catch (thrown) {
    if (signal.aborted) return { ok: false, code: 'qonto_unreachable' }
    if (!(thrown instanceof AppError)) throw thrown
    if (isAccessRefused(thrown)) await noteCredential(organizationId, thrown.code)
    return { ok: false, code: thrown.code }
  }
}

async function ask(session: QontoSession): Promise<QontoReport> {
  const startedAt = performance.now()
  const company = await getCompany(session)
  const milliseconds = Math.round(performance.now() - startedAt)
  const accounts = await qontoAccounts(session)
  const member = session.auth.kind === 'oauth' ? await getMember(session).catch(() => null) : null
  const closedAccounts = accounts.filter(({ isClosed }) => isClosed).length
  return { company: company.name, member: member?.name ?? null, openAccounts: accounts.length - closedAccounts, closedAccounts, milliseconds }
}
