import { beforeAll, expect, test } from 'vitest'
import { listAccounts } from '@/lib/accounts/list-accounts'
import { retryBackgroundRun } from '@/lib/activity/retry-background-run'
import type { Actor } from '@/lib/auth/actor'
import { beginOAuth } from '@/lib/connections/begin-oauth'
import { completeOAuth } from '@/lib/connections/complete-oauth'
import { disconnect } from '@/lib/connections/disconnect'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { helpfulLinks } from '@/lib/connections/helpful-links'
import { suggestedNames } from '@/lib/connections/suggested-names'
import { db } from '@/lib/db'
import { bringBack } from '@/lib/deletions/bring-back'
import { bringReceiptBack } from '@/lib/deletions/bring-receipt-back'
import { getGuard } from '@/lib/deletions/get-guard'
import { listDeletions } from '@/lib/deletions/list-deletions'
import { toAppError } from '@/lib/errors'
import { certificate } from '@/lib/exports/certificate'
import { useExportWorld } from '@/lib/exports/export-world.test-support'
import { getProgress } from '@/lib/exports/get-progress'
import { listProblems } from '@/lib/exports/list-problems'
import { listRuns } from '@/lib/exports/list-runs'
import { requestRun } from '@/lib/exports/request-run'
import { retryExport } from '@/lib/exports/retry-export'
import { verifyNow } from '@/lib/exports/verify-now'
import { changeRole } from '@/lib/organizations/change-role'
import { removeMember } from '@/lib/organizations/remove-member'
import { addReceipt } from '@/lib/receipts/add-receipt'
import { getReceipt } from '@/lib/receipts/get-receipt'
import { listReceipts } from '@/lib/receipts/list-receipts'
import { listTransactions, listTransactionsWithoutReceipt } from '@/lib/receipts/list-transactions'
import { monthsWithReceipts } from '@/lib/receipts/months-with-receipts'
import { openReceiptContent } from '@/lib/receipts/open-receipt-content'
import { anOrganizationAtQonto } from '@/lib/sources/local-qonto.test-support'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { databaseFingerprint } from '@/lib/testing/fingerprint'

await useTestDatabase()
const world = await useExportWorld()

type Ids = { connection: string; owed: string; tombstoned: string; deletion: string; membership: string; receipt: string; transaction: string; account: string; background: string }
const unknown: Ids = { connection: 'none', owed: 'none', tombstoned: 'none', deletion: 'none', membership: 'none', receipt: 'none', transaction: 'none', account: 'none', background: 'none' }
let theirs: Ids
let us: Actor

/** A neighbour with everything that can be asked for by id, and ourselves with a Qonto of our own. */
beforeAll(async () => {
  const { run, exports, ...they } = await world.connected({ transactions: 4, receipts: 4 })
  await run()
  const { organizationId, connectionId: connection } = they
  const [owed, tombstoned] = await exports()
  if (!owed || !tombstoned) throw new Error('the neighbour has no exports')
  const decidedAt = new Date()
  await db().export.update({ where: { id: owed.id }, data: { state: 'owed', problem: 'receipt_truncated' } })
  await db().export.update({ where: { id: tombstoned.id }, data: { state: 'tombstoned', tombstonedAt: decidedAt, tombstonePath: '/Qonto/x' } })
  const deletion = await db().deletionEvent.create({ data: { organizationId, connectionId: connection, kind: 'folder_deleted', path: '/Qonto/x', decidedAt } })
  await db().connection.update({ where: { id: connection }, data: { deletionGuard: { seenAt: decidedAt.toISOString(), missing: 60, total: 100, folders: ['/Qonto'] } } })
  const membership = await db().membership.findFirstOrThrow({ where: { organizationId } })
  const { receiptId: receipt, receipt: { transactionId: transaction, accountId: account } } = tombstoned
  const background = 'background-run'
  await db().$executeRaw`
    INSERT INTO runner.run (id, function_id, event, status) VALUES (${background}, 'receipts-to-dropbox-refresh-inventory', ${{ name: 'inventory/requested', data: { organizationId } }}::json, 'failed')`
  theirs = { connection, owed: owed.id, tombstoned: tombstoned.id, deletion: deletion.id, membership: membership.id, receipt, transaction, account, background }
  us = await anOrganizationAtQonto(await world.qonto.company({}))
})

const pdf = { name: 'a.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF\n') }

const BY_ID: [string, (ids: Ids) => Promise<unknown>][] = [
  ['disconnect', (ids) => disconnect(us, ids.connection)],
  ['getProgress', (ids) => getProgress(us.organizationId, ids.connection)],
  ['listRuns', (ids) => listRuns(us.organizationId, ids.connection)],
  ['listProblems', (ids) => listProblems(us.organizationId, ids.connection)],
  ['certificate', (ids) => certificate(us.organizationId, ids.connection)],
  ['verifyNow', (ids) => verifyNow(us.organizationId, ids.connection)],
  ['requestRun', (ids) => requestRun({ organizationId: us.organizationId, connectionId: ids.connection, trigger: 'manual' })],
  ['retryExport', (ids) => retryExport(us, ids.owed)],
  ['listDeletions', (ids) => listDeletions(us.organizationId, ids.connection)],
  ['getGuard', (ids) => getGuard(us.organizationId, ids.connection)],
  ['bringBack', (ids) => bringBack(us, ids.deletion)],
  ['bringReceiptBack', (ids) => bringReceiptBack(us, ids.receipt)],
  ['getReceipt', (ids) => getReceipt(us.organizationId, ids.receipt)],
  ['openReceiptContent', (ids) => openReceiptContent(us.organizationId, ids.receipt)],
  ['addReceipt', (ids) => addReceipt(us, { transactionId: ids.transaction, file: pdf })],
  ['listReceipts of an account', (ids) => listReceipts(us.organizationId, { accountId: ids.account })],
  ['listTransactions of an account', (ids) => listTransactions(us.organizationId, { accountId: ids.account })],
  ['retryBackgroundRun', (ids) => retryBackgroundRun(us, ids.background)],
  ['changeRole', (ids) => changeRole(us, ids.membership, 'employee')],
  ['removeMember', (ids) => removeMember(us, ids.membership)],
]

/** What was answered, with the id that was asked for taken out of messages. */
async function outcome(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return { value: await work() }
  } catch (thrown) {
    const { code, status } = toAppError(thrown)
    return { code, status }
  }
}

test.each(BY_ID)('%s answers another organization’s id exactly as an unknown one, and changes nothing', async (_name, call) => {
  const toUnknown = await outcome(() => call(unknown))
  const before = await databaseFingerprint()
  expect(await outcome(() => call(theirs))).toEqual(toUnknown)
  expect(await databaseFingerprint()).toEqual(before)
})

test('the same ids do answer the organization that they belong to', async () => {
  const { organizationId } = await db().connection.findUniqueOrThrow({ where: { id: theirs.connection } })
  expect(await getProgress(organizationId, theirs.connection)).toMatchObject({ totals: { qualifying: 4 } })
  expect(await listRuns(organizationId, theirs.connection)).not.toEqual([])
  expect(await listProblems(organizationId, theirs.connection)).toHaveLength(1)
  expect(await listDeletions(organizationId, theirs.connection)).not.toEqual([])
  expect(await getGuard(organizationId, theirs.connection)).toMatchObject({ missing: 60 })
  expect(await getReceipt(organizationId, theirs.receipt)).toMatchObject({ id: theirs.receipt })
})

test('lists of an organization hold nothing of its neighbour', async () => {
  const own = await aMember(await anOrganization(), 'owner')
  const id = own.organizationId
  expect(await findLiveConnection(id)).toBeNull()
  expect(await Promise.all([helpfulLinks(id), listAccounts(id), monthsWithReceipts(id), suggestedNames(id)])).toEqual([[], [], [], []])
  expect(await Promise.all([listReceipts(id, {}), listTransactions(id), listTransactionsWithoutReceipt(id)])).toEqual(Array(3).fill({ rows: [], nextCursor: null, total: 0 }))
})

test('a journey to Dropbox of another organization cannot be ended here, and stays usable where it began', async () => {
  const { organizationId } = await db().connection.findUniqueOrThrow({ where: { id: theirs.connection } })
  const neighbour = await aMember({ ...(await db().organization.findUniqueOrThrow({ where: { id: organizationId } })) }, 'owner')
  const state = new URL((await beginOAuth(neighbour, { purpose: 'reconnect' })).redirectTo).searchParams.get('state') ?? ''
  const before = await databaseFingerprint()
  expect(await outcome(() => completeOAuth(us, { state, code: 'c' }))).toEqual(await outcome(() => completeOAuth(us, { state: 'never', code: 'c' })))
  expect(await databaseFingerprint()).toEqual(before)
  await expect(completeOAuth(neighbour, { state, error: 'access_denied' })).rejects.toMatchObject({ code: 'oauth_cancelled' })
})
