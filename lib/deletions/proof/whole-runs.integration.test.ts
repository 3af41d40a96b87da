import fc from 'fast-check'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { executeRun } from '@/lib/exports/execute-run'
import { connect } from '@/lib/exports/export-world.test-support'
import { requestRun } from '@/lib/exports/request-run'
import { anOrganizationAtQonto, useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { useTestDatabase } from '@/lib/testing/database'
import { rounds } from './loose-history'
import { useNearDropbox } from './near-dropbox.test-support'
import { complaints, doNow, type LooseHistory, type Past } from './play-loosely'
import { aHome } from './stage'

await useTestDatabase()
const qonto = await useLocalQonto()
const dropbox = await useNearDropbox()

const RUNS = Number(process.env.PROVE_RUNS ?? 2000)
const SEED = Number(process.env.PROVE_SEED ?? 20_261_123)
const LANES = 8
let companies = 0

const control = <T>(method: string, route: string, body?: unknown) => dropbox.call<T>(method as 'POST', `/_sandbox/${route}`, body)

/** What is wrong at rest after whole runs of the exporter, with a person at work in the middle of each. */
async function playRuns(given: LooseHistory['rounds']): Promise<string[]> {
  const home = await aHome(dropbox)
  const company = await qonto.company({ accounts: 2, transactions: 5, receipts: 5, months: 2, seed: ++companies })
  const { organizationId } = await anOrganizationAtQonto(company)
  const connectionId = await connect({ control }, organizationId, home.account)
  const run = async () => executeRun((await requestRun({ organizationId, connectionId, trigger: 'manual' })).runId)
  await run()
  const past: Past = { deleted: [], foldersGone: 0 }
  for (const { at, step } of given) {
    let call = 0
    if (at === 0) await doNow(home, past, step)
    dropbox.before.set(home.account, async () => {
      if (++call === at) await doNow(home, past, step)
    })
    const [account] = company.accounts
    const transaction = await qonto.transaction({ company: company.id, account: account?.id })
    await qonto.receipt({ company: company.id, transaction: transaction.id, file_name: `late ${at}.pdf` })
    await run()
    dropbox.before.delete(home.account)
    if (call < at) await doNow(home, past, step)
  }
  for (const _ of ['come to rest', 'stay at rest', 'still']) {
    await db().connection.update({ where: { id: connectionId }, data: { cursor: null } })
    await run()
  }
  return complaints(home, connectionId, past)
}

async function prove(seed: number, numRuns: number): Promise<void> {
  let wrong: string[] = []
  const property = fc.asyncProperty(rounds(24), async (given) => {
    const found = await playRuns(given)
    wrong = found.length > 0 ? found : wrong
    return found.length === 0
  })
  const details = await fc.check(property, { numRuns, seed })
  if (details.failed) expect.fail(`seed ${seed}, path ${details.counterexamplePath}: ${JSON.stringify(details.counterexample)}\n${wrong.join('\n')}\n${String(details.errorInstance)}`)
}

test('whole runs of the exporter, with a person at work in the middle of each, lose nothing and double nothing', { timeout: 24 * 3_600_000 }, async () => {
  await Promise.all(Array.from({ length: LANES }, (_, lane) => prove(SEED + 200 + lane, Math.ceil(RUNS / 80 / LANES))))
})
