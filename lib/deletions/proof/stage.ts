import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { RateGate } from '@/lib/dropbox/rate-gate'
import type { DropboxSession } from '@/lib/dropbox/session'
import type { RunRef } from '@/lib/exports/run-ref'
import { ACCOUNTS, type Deed } from './perform'

/** One organization with a connection to a Dropbox account of its own at the local server, and a run that holds it. */
export type Stage = { ref: RunRef; url: string; account: string; token: string; session: DropboxSession; accountIds: string[] }

async function post(url: string, body: unknown, token?: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) }
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!reply.ok) throw new Error(`${url} ${JSON.stringify(body)}: ${reply.status} ${await reply.text()}`)
  return reply.json()
}

/** A new account at the local server and everything in the database that a connection to it needs. */
export async function aStage(url: string): Promise<Stage> {
  const email = `${randomUUID()}@example.com`
  const { id: account } = (await post(`${url}/_sandbox/accounts`, { email, kind: 'personal' })) as { id: string }
  const { access_token: token } = (await post(`${url}/_sandbox/tokens`, { account })) as { access_token: string }
  const organization = await db().organization.create({ data: { name: 'Atelier' } })
  const organizationId = organization.id
  const accounts = await db().currentAccount.createManyAndReturn({ data: ACCOUNTS.map((label) => ({ organizationId, externalId: label, label })) })
  const connection = await db().connection.create({
    data: {
      organizationId, liveKey: organizationId, draftId: randomUUID(), authenticationName: 'Receipts', connectedByUserId: 'u', connectedByName: 'Owner',
      connectedAt: new Date(), startAt: new Date(0), dropboxAccountId: account, dropboxEmail: email, dropboxName: 'Owner', dropboxKind: 'personal',
      rootName: 'Qonto', periodKind: 'month', fileTemplate: '{original}',
    },
  })
  const run = await db().run.create({ data: { organizationId, connectionId: connection.id, trigger: 'manual', state: 'running' } })
  await db().connection.update({ where: { id: connection.id }, data: { lockRunId: run.id } })
  const ref = { runId: run.id, connectionId: connection.id, organizationId }
  const session = { accessToken: async () => token, gate: new RateGate() }
  return { ref, url, account, token, session, accountIds: accounts.map(({ id }) => id) }
}

/** Does at Dropbox what a person does. */
export async function act(stage: Stage, deed: Deed): Promise<void> {
  const { op, path, to, text } = deed
  if (op === 'copy') await post(`${stage.url}/2/files/copy_v2`, { from_path: path, to_path: to }, stage.token)
  else await post(`${stage.url}/_sandbox/user`, { account: stage.account, op, path, to, text })
}

export type TreeRow = { path: string; kind: 'file' | 'folder'; id: string; content_hash?: string }

/** What stands in the account's Dropbox. */
export async function treeOf(stage: Stage): Promise<TreeRow[]> {
  const reply = await fetch(`${stage.url}/_sandbox/tree?account=${encodeURIComponent(stage.account)}`)
  return (await reply.json()) as TreeRow[]
}

/** A receipt that qualifies, as the mirror and the exporter would have recorded it. */
export async function addReceipt(stage: Stage, receipt: { account: number; fileName: string; size: number }): Promise<void> {
  const { organizationId, connectionId } = stage.ref
  const [accountId = '', at] = [stage.accountIds[receipt.account], new Date()]
  const transaction = await db().transaction.create({
    data: {
      organizationId, accountId, externalId: receipt.fileName, amountCents: 100n, currency: 'EUR', side: 'debit', label: 'x', counterparty: 'x', status: 'completed',
      emittedAt: at, sourceUpdatedAt: at,
    },
  })
  const row = await db().receipt.create({
    data: {
      organizationId, accountId, transactionId: transaction.id, externalId: receipt.fileName, fileName: receipt.fileName, contentType: 'application/pdf',
      size: BigInt(receipt.size), addedAt: at, emittedAt: at,
    },
  })
  await db().export.create({ data: { organizationId, connectionId, receiptId: row.id, fileName: receipt.fileName } })
}
