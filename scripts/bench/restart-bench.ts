import { setTimeout as delay } from 'node:timers/promises'
import { db } from '@/lib/db'
import { connectedCompany } from './connected-company'
import { print } from './print'
import { runEngine, startEngine } from './run-engine'
import { CAPPED, endChild, NO_DELAYS, type World } from './world'
import { clearCalls, writeCalls } from './write-calls'

/** The engine is killed in mid-run and started again: which bytes travel twice, and does each receipt arrive once? */
export async function restartBench(world: World, receipts: number): Promise<void> {
  const company = await connectedCompany(world, { receipts })
  await db().organization.update({ where: { id: company.organizationId }, data: { keepManifest: false } })
  await world.setDelays({ ...CAPPED, bandwidthMbit: 400 })
  await clearCalls(world)
  const runId = await company.request()
  const { child } = startEngine(world, runId)
  while ((await db().run.findUniqueOrThrow({ where: { id: runId } })).uploadedCount < receipts / 3) await delay(50)
  await endChild(child, 'SIGKILL')
  await untilQuiet(world)
  const tree = await world.dropbox<{ kind: string; size: number }[]>('GET', `tree?account=${encodeURIComponent(company.email)}`)
  const committedBytes = tree.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.size : 0), 0)
  const before = await writeCalls(world)
  await clearCalls(world)
  await db().$executeRaw`UPDATE "Connection" SET "lockExpiresAt" = now() WHERE id = ${company.connectionId}`
  await world.setDelays(NO_DELAYS)
  const { outcome, seconds } = await runEngine(world, runId)
  const after = await writeCalls(world)
  const exports = await db().export.findMany({ where: { connectionId: company.connectionId }, select: { size: true, state: true } })
  const total = exports.reduce((sum, one) => sum + Number(one.size), 0)
  const files = (await world.dropbox<{ kind: string }[]>('GET', `tree?account=${encodeURIComponent(company.email)}`)).filter(({ kind }) => kind === 'file').length
  print('restart', {
    n: receipts, seconds, outcome, files, done: exports.filter(({ state }) => state === 'done').length, mb_total: total / 1e6, mb_before_kill: before.appendedBytes / 1e6,
    mb_after: after.appendedBytes / 1e6, mb_committed_sent_again: Math.max(0, after.appendedBytes - (total - committedBytes)) / 1e6,
  })
}

/** What the killed process had under way ends at the server a little later, and is counted then. */
async function untilQuiet(world: World): Promise<void> {
  for (let [before, now] = [-1, (await writeCalls(world)).all]; before !== now; [before, now] = [now, (await writeCalls(world)).all]) await delay(2500)
}
