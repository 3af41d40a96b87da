import { connectedCompany } from './connected-company'
import { print } from './print'
import { runEngine } from './run-engine'
import { NOT_CAPPED, type World } from './world'
import { clearCalls, writeCalls } from './write-calls'

/** Nearly every third call is answered 429: does the run complete, and how many calls were made beyond what was needed and what was refused? */
export async function refusalsBench(world: World, receipts: number): Promise<void> {
  await world.setDelays(NOT_CAPPED)
  const calm = await connectedCompany(world, { receipts })
  await clearCalls(world)
  const reference = await runEngine(world, await calm.request())
  const needed = await writeCalls(world)
  const company = await connectedCompany(world, { receipts })
  await clearCalls(world)
  await world.dropbox('PUT', 'faults', [{ kind: 'too_many_requests', every: 10, retry_after: 1 }, { kind: 'too_many_requests', every: 10, after: 3, retry_after: 1 }, { kind: 'too_many_requests', every: 10, after: 6, retry_after: 1 }])
  const { outcome, seconds } = await runEngine(world, await company.request())
  await world.dropbox('PUT', 'faults', [])
  const seen = await writeCalls(world)
  print('refusals', {
    n: receipts, seconds, outcome, seconds_without: reference.seconds, calls: seen.all, refused: seen.refused, refused_share: seen.refused / seen.all, needed: needed.all,
    wasted: Math.max(0, seen.all - seen.refused - needed.all), wasted_share: Math.max(0, seen.all - seen.refused - needed.all) / seen.all,
  })
}
