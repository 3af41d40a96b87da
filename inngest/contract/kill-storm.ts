import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { eventually, type World } from './world'

export interface StormReport {
  completed: number
  /** Steps that began, counted again for each time. */
  begun: number
  /** Steps that began again although their result had been stored: must be none. */
  repeated: number
}

/**
 * Starts `runs` runs of five steps and kills the process, app and embedded runner in one, `kills` times at random moments.
 * What the database remembers at each kill is compared with what ran afterwards.
 */
export async function stormWithKills(world: World, runs: number, kills: number): Promise<StormReport> {
  const keys = Array.from({ length: runs }, () => randomUUID())
  const remembered = new Map<string, number>()
  await world.sendMany(keys.map((key) => ({ name: 'contract/five-steps', data: { key, other: 'slow' } })))
  for (let nth = 0; nth < kills; nth++) {
    await delay(Math.random() * 300)
    await world.killApp(async () => {
      for (const { step, last } of await rememberedSteps(world)) if (!remembered.has(step)) remembered.set(step, last)
    })
  }
  const statuses = async () => (await world.pool.query<{ status: string }>(`SELECT status FROM runner.run WHERE event->'data'->>'key' = ANY($1)`, [keys])).rows
  const ended = await eventually('the end of all runs', async () => {
    const rows = await statuses()
    return rows.length === runs && rows.every(({ status }) => status === 'completed' || status === 'failed') && rows
  }, 90)
  const { rows } = await world.pool.query<{ step: string; position: number }>(
    `SELECT key || ' ' || (value#>>'{}') AS step, position::float8 FROM contract.record WHERE what = 'begin' AND key = ANY($1)`, [keys])
  return {
    completed: ended.filter(({ status }) => status === 'completed').length,
    begun: rows.length,
    repeated: rows.filter(({ step, position }) => position > (remembered.get(step) ?? Infinity)).length,
  }
}

async function rememberedSteps(world: World): Promise<{ step: string; last: number }[]> {
  const { rows } = await world.pool.query<{ step: string; last: number }>(
    `SELECT run.event->'data'->>'key' || ' ' || right(step.name, 1) AS step, (SELECT max(position) FROM contract.record)::float8 AS last
     FROM runner.step JOIN runner.run ON run.id = step.run_id WHERE step.state = 'data' AND run.function_id = 'contract-five-steps'`)
  return rows
}
