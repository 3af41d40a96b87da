import { encode } from 'next-auth/jwt'
import { db } from '@/lib/db'
import { recordAudit } from '@/lib/audit/record-audit'
import { startSession } from '@/lib/auth/sessions'

export type PagesCompany = { organizationId: string; receiptId: string; cookie: string }

const MEMBERS = ['owner', 'admin', 'accountant', 'manager', 'employee'] as const
const ACCOUNTS = ['Main account', 'Card purchases', 'Savings', 'Berlin office']
const MONTHS = 36
const RUNS = 400
const ACTS = 300

/** A connected company as three years of use leave it, rows written directly: four accounts, 36 months, one transaction in six without a receipt, every state of an export. */
export async function pagesCompany(receipts: number, secret: string): Promise<PagesCompany> {
  const { id: organizationId } = await db().organization.create({ data: { name: 'Acme GmbH' } })
  const members = await Promise.all(MEMBERS.map((role) => addMember(organizationId, role)))
  for (const [index, label] of ACCOUNTS.entries()) {
    await db().currentAccount.create({ data: { organizationId, externalId: `${organizationId}-${index}`, label, currency: 'EUR', isMain: index === 0, isClosed: index === 3 } })
  }
  await insertBookings(organizationId, receipts)
  const connectionId = await insertConnection(organizationId)
  await insertExports(organizationId, connectionId)
  await insertHistory(organizationId, connectionId)
  await db().$executeRawUnsafe('VACUUM ANALYZE')
  const owner = members[0] ?? ''
  const token = await encode({ token: { sub: owner, sid: await startSession(owner, organizationId) }, secret })
  const receipt = await db().receipt.findFirstOrThrow({ where: { organizationId }, orderBy: { emittedAt: 'desc' } })
  return { organizationId, receiptId: receipt.id, cookie: `receipts.session=${token}` }
}

async function addMember(organizationId: string, role: (typeof MEMBERS)[number]): Promise<string> {
  const user = await db().user.create({ data: { email: `${role}-${organizationId}@example.com`, name: `The ${role}`, passwordHash: '-' } })
  await db().membership.create({ data: { organizationId, userId: user.id, role } })
  return user.id
}

/** Half of what is booked is in the main account; counterparties come back, file names seldom do. */
async function insertBookings(organizationId: string, receipts: number): Promise<void> {
  const every = (MONTHS * 30 * 86_400) / (receipts * 1.2)
  await db().$executeRaw`
    INSERT INTO "Transaction" (id, "organizationId", "accountId", "externalId", "amountCents", currency, side, label, counterparty, status, "emittedAt", "sourceUpdatedAt", "attachmentIds")
    SELECT gen_random_uuid()::text, ${organizationId}, a.id, 't' || n, 100 + (n * 7919) % 500000, 'EUR', CASE WHEN n % 9 = 0 THEN 'credit' ELSE 'debit' END, 'CARD ' || n,
      (ARRAY['Deutsche Bahn', 'Office Supply', 'Café Central', 'Hotel Astoria', 'Cloud Services', 'Telecom', 'Insurance AG', 'Taxi Müller'])[1 + n % 8] || ' ' || (n * 31) % 400,
      CASE WHEN n % 97 = 0 THEN 'declined' WHEN n % 53 = 0 THEN 'pending' ELSE 'completed' END, now() - n * ${every}::float8 * interval '1 second', now(), CASE WHEN n % 6 = 0 THEN '{}'::text[] ELSE ARRAY['r' || n] END
    FROM generate_series(1, ${Math.ceil(receipts * 1.2)}::int) n
    JOIN "CurrentAccount" a ON a."organizationId" = ${organizationId} AND a."externalId" = ${organizationId} || '-' || (ARRAY[0, 0, 0, 1, 1, 2, 3])[1 + n % 7]`
  await db().$executeRaw`
    INSERT INTO "Receipt" (id, "organizationId", "accountId", "transactionId", "externalId", "fileName", "contentType", size, "addedAt", "emittedAt", "removedAt")
    SELECT gen_random_uuid()::text, "organizationId", "accountId", id, "attachmentIds"[1], 'invoice-' || substr(md5(id), 1, 8) || '.pdf', 'application/pdf', 20000 + "amountCents", "emittedAt" + interval '2 days', "emittedAt",
      CASE WHEN "amountCents" % 500 = 0 THEN now() END
    FROM "Transaction" WHERE "organizationId" = ${organizationId} AND cardinality("attachmentIds") > 0 ORDER BY md5(id)`
}

async function insertConnection(organizationId: string): Promise<string> {
  const day = 86_400_000
  const connection = await db().connection.create({
    data: {
      organizationId, liveKey: organizationId, draftId: organizationId, authenticationName: 'Accounting', connectedByUserId: organizationId, connectedByName: 'The owner',
      connectedAt: new Date(Date.now() - 400 * day), startAt: new Date(0), dropboxAccountId: `dbid:${organizationId}`, dropboxEmail: 'accounting@example.com', dropboxName: 'Accounting',
      dropboxKind: 'business', scopes: [], refreshTokenSealed: 'none', rootName: 'Qonto', periodKind: 'month', fileTemplate: '{date} {counterparty} {original}', spaceUsed: 40_000_000_000n,
      spaceAllocated: 2_000_000_000_000n, spaceCheckedAt: new Date(), verifiedAt: new Date(), reconciledAt: new Date(),
    },
  })
  const root = { organizationId, connectionId: connection.id, dropboxId: 'id:root', path: '/Qonto', pathLower: '/qonto' }
  const { id: parentId } = await db().exportFolder.create({ data: { ...root, kind: 'root', name: 'Qonto', liveKey: `${connection.id}/root/-/-` } })
  await db().$executeRaw`
    INSERT INTO "ExportFolder" (id, "organizationId", "connectionId", kind, "accountId", "parentId", name, "liveKey", "dropboxId", path, "pathLower")
    SELECT gen_random_uuid()::text, ${organizationId}, ${connection.id}, 'account', id, ${parentId}, label, ${connection.id} || '/account/' || id || '/-', 'id:' || id, '/Qonto/' || label, lower('/Qonto/' || label)
    FROM "CurrentAccount" WHERE "organizationId" = ${organizationId}`
  await db().$executeRaw`
    INSERT INTO "ExportFolder" (id, "organizationId", "connectionId", kind, "accountId", period, "parentId", name, "liveKey", "dropboxId", path, "pathLower")
    SELECT gen_random_uuid()::text, ${organizationId}, ${connection.id}, 'period', f."accountId", month, f.id, month, ${connection.id} || '/period/' || f."accountId" || '/' || month, 'id:' || f."accountId" || month,
      f.path || '/' || month, lower(f.path || '/' || month)
    FROM "ExportFolder" f, LATERAL (SELECT to_char(now() - m * interval '1 month', 'YYYY-MM') AS month FROM generate_series(0, ${MONTHS - 1}::int) m) months
    WHERE f."connectionId" = ${connection.id} AND f.kind = 'account'`
  return connection.id
}

/** Of five thousand exports, 4,840 are in Dropbox, ten of them changed there; nine wait, one failed, and 150 are kept away by three deleted folders. */
async function insertExports(organizationId: string, connectionId: string): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "Export" (id, "organizationId", "connectionId", "receiptId", state, "owedReason", "owedSince", "fileName", path, "pathKey", "dropboxId", rev, size, "contentHash", "uploadedAt", "verifiedAt",
      "changedAt", "tombstonedAt", "tombstonePath", problem, attempts, "lastAttemptAt")
    SELECT gen_random_uuid()::text, ${organizationId}, ${connectionId}, r.id, kind::"ExportState", CASE WHEN kind = 'owed' THEN 'new' END, r."addedAt", to_char(r."emittedAt", 'YYYY-MM-DD') || ' ' || r."fileName",
      path, path, CASE WHEN kind = 'done' THEN 'id:' || r.id END, CASE WHEN kind = 'done' THEN 'rev' END, r.size, CASE WHEN kind = 'done' THEN md5(r.id) || md5(r."externalId") END,
      CASE WHEN kind = 'done' THEN r."addedAt" END, CASE WHEN kind = 'done' THEN now() - (n % 90) * interval '1 day' END, CASE WHEN kind = 'done' AND n % 500 = 250 THEN now() END,
      CASE WHEN kind = 'tombstoned' THEN date_trunc('day', now()) END, CASE WHEN kind = 'tombstoned' THEN '/Qonto/Main account/2024-0' || 1 + n % 3 END,
      CASE WHEN n % 5000 = 0 THEN 'qonto_unreachable' END, CASE WHEN n % 5000 = 0 THEN 3 ELSE 0 END, CASE WHEN n % 5000 = 0 THEN now() END
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM "Receipt" WHERE "organizationId" = ${organizationId} AND ("removedAt" IS NULL OR size % 2 = 0)) r,
      LATERAL (SELECT CASE WHEN n % 5000 < 10 THEN 'owed' WHEN n % 1000 BETWEEN 30 AND 59 THEN 'tombstoned' ELSE 'done' END AS kind) k,
      LATERAL (SELECT CASE WHEN kind <> 'owed' THEN '/Qonto/Main account/' || to_char(r."emittedAt", 'YYYY-MM') || '/' || n || ' ' || r."fileName" END AS path) p`
}

async function insertHistory(organizationId: string, connectionId: string): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "Run" (id, "organizationId", "connectionId", trigger, state, outcome, "requestedAt", "startedAt", "endedAt", "plannedCount", "uploadedCount")
    SELECT gen_random_uuid()::text, ${organizationId}, ${connectionId}, 'reconcile', 'ended', 'up_to_date', at, at, at + interval '5 seconds', n % 40, n % 40
    FROM generate_series(1, ${RUNS}::int) n, LATERAL (SELECT now() - n * interval '1 hour' AS at) moment`
  await db().$executeRaw`
    INSERT INTO "DeletionEvent" (id, "organizationId", "connectionId", kind, path, "receiptCount", "decidedAt")
    SELECT gen_random_uuid()::text, ${organizationId}, ${connectionId}, (ARRAY['file_deleted', 'file_moved', 'folder_deleted'])[1 + n % 3], '/Qonto/Main account/2024-0' || 1 + n % 9, 1 + n % 30,
      CASE WHEN n % 3 = 2 AND n < 9 THEN date_trunc('day', now()) ELSE now() - n * interval '1 day' END
    FROM generate_series(1, 200) n`
  const actor = { name: 'The owner' }
  await db().$transaction(async (tx) => {
    for (let act = 0; act < ACTS; act++) await recordAudit(tx, { organizationId, actor, action: 'sign_in', detail: { address: '192.0.2.7' } })
  }, { timeout: 60_000 })
}
