import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { RateGate } from '@/lib/dropbox/rate-gate'
import type { DropboxSession } from '@/lib/dropbox/session'
import type { RunRef } from '@/lib/exports/run-ref'
import type { NearDropbox } from './near-dropbox.test-support'
import { ACCOUNTS, type Deed } from './perform'

/** A Dropbox account at the local server, with the token that the app holds for it now. */
export type Home = { dropbox: NearDropbox; account: string; token: string }

/** One organization with a connection to a Dropbox account, and a run that holds it. */
export type Stage = { ref: RunRef; home: Home; rootName: string; session: DropboxSession; accountIds: string[] }

/** Lets the app into the account, at first or again. */
export async function giveAccess(home: Home): Promise<void> {
  home.token = (await home.dropbox.call<{ access_token: string }>('POST', '/_sandbox/tokens', { account: home.account })).access_token
}

/** A new account at the local server, to which the app has access. */
export async function aHome(dropbox: NearDropbox): Promise<Home> {
  const { id } = await dropbox.call<{ id: string }>('POST', '/_sandbox/accounts', { email: `${randomUUID()}@example.com`, kind: 'personal' })
  const home = { dropbox, account: id, token: '' }
  await giveAccess(home)
  return home
}

/** Calls in the name of whoever owns `home`, without waiting for refusals to pass. */
export const sessionOf = (home: Home): DropboxSession => ({ accessToken: async () => home.token, gate: new RateGate() })

/** Everything in the database that a connection to the account needs. */
export async function aStage(home: Home, rootName = 'Qonto'): Promise<Stage> {
  const [organizationId, connectionId, runId, at] = [randomUUID(), randomUUID(), randomUUID(), new Date()]
  const accountIds = ACCOUNTS.map(() => randomUUID())
  await db().$executeRaw`
    WITH o AS (INSERT INTO "Organization" (id, name) VALUES (${organizationId}, 'Atelier')),
    a AS (INSERT INTO "CurrentAccount" (id, "organizationId", "externalId", label) SELECT id, ${organizationId}, id, label FROM unnest(${accountIds}::text[], ${ACCOUNTS}::text[]) AS u(id, label)),
    t AS (INSERT INTO "Transaction" (id, "organizationId", "accountId", "externalId", "amountCents", currency, side, label, counterparty, status, "emittedAt", "sourceUpdatedAt")
      SELECT id, ${organizationId}, id, id, 100, 'EUR', 'debit', 'x', 'x', 'completed', ${at}, ${at} FROM unnest(${accountIds}::text[]) AS u(id)),
    c AS (INSERT INTO "Connection" (id, "organizationId", "liveKey", "draftId", "authenticationName", "connectedByUserId", "connectedByName", "connectedAt", "startAt", "dropboxAccountId",
        "dropboxEmail", "dropboxName", "dropboxKind", "rootName", "periodKind", "fileTemplate", "lockRunId")
      VALUES (${connectionId}, ${organizationId}, ${organizationId}, ${connectionId}, 'Receipts', 'u', 'Owner', ${at}, ${new Date(0)}, ${home.account},
        'owner@example.com', 'Owner', 'personal', ${rootName}, 'month', '{original}', ${runId}))
    INSERT INTO "Run" (id, "organizationId", "connectionId", trigger, state) VALUES (${runId}, ${organizationId}, ${connectionId}, 'manual', 'running')`
  return { ref: { runId, connectionId, organizationId }, home, rootName, session: sessionOf(home), accountIds }
}

/** Does at Dropbox what a person does. */
export async function act({ dropbox, account, token }: Home, deed: Deed): Promise<void> {
  const { op, path, to, text } = deed
  if (op === 'copy') await dropbox.call('POST', '/2/files/copy_v2', { from_path: path, to_path: to }, token)
  else await dropbox.call('POST', '/_sandbox/user', { account, op, path, to, text })
}

export type TreeRow = { path: string; kind: 'file' | 'folder'; id: string; content_hash?: string }

/** What stands in the account's Dropbox. */
export const treeOf = ({ dropbox, account }: Home): Promise<TreeRow[]> => dropbox.call('GET', `/_sandbox/tree?account=${encodeURIComponent(account)}`)

/** A receipt that qualifies, as the mirror and the exporter would have recorded it. */
export async function addReceipt({ ref, accountIds }: Stage, receipt: { account: number; fileName: string; size: number }): Promise<void> {
  const [account, id, at] = [accountIds[receipt.account], randomUUID(), new Date()]
  await db().$executeRaw`
    WITH r AS (INSERT INTO "Receipt" (id, "organizationId", "accountId", "transactionId", "externalId", "fileName", "contentType", size, "addedAt", "emittedAt")
      VALUES (${id}, ${ref.organizationId}, ${account}, ${account}, ${receipt.fileName}, ${receipt.fileName}, 'application/pdf', ${receipt.size}, ${at}, ${at}))
    INSERT INTO "Export" (id, "organizationId", "connectionId", "receiptId", "fileName") VALUES (${randomUUID()}, ${ref.organizationId}, ${ref.connectionId}, ${id}, ${receipt.fileName})`
}
