import { db } from '@/lib/db'
import { connectedCompany } from './connected-company'
import { print } from './print'
import { runEngine } from './run-engine'
import { NOT_CAPPED, NO_DELAYS, type Calls, type World } from './world'
import { clearCalls, writeCalls } from './write-calls'

/** A run that finds nothing to do, for growing numbers of receipts exported before, with the delays of the setting: the second of two in one process. */
export async function quietBench(world: World, sizes: number[]): Promise<void> {
  for (const receipts of sizes) {
    await world.setDelays(NO_DELAYS)
    const company = await connectedCompany(world, { receipts, size: { min: 6_000, max: 12_000 } })
    await runEngine(world, await company.request())
    await runEngine(world, await company.request())
    await world.setDelays(NOT_CAPPED)
    await clearCalls(world)
    await world.qonto('DELETE', 'calls')
    const { organizationId, connectionId } = company
    const first = await company.request()
    const second = await db().run.create({ data: { organizationId, connectionId, trigger: 'manual', requestedAt: new Date(Date.now() + 1000) } })
    const { seconds, outcome } = await runEngine(world, first, second.id)
    const [dropbox, qonto] = [await writeCalls(world), await world.qonto<Calls>('GET', 'calls')]
    print('quiet run', { n: receipts, seconds, outcome, dropbox_calls: dropbox.all / 2, qonto_calls: qonto.total / 2 })
  }
}
