import type { Calls, World } from './world'

/** Routes that change a Dropbox or carry bytes to it: each call of them counts against its limits. */
const isWrite = (route: string) => /upload|create_folder|move|copy|delete|restore|save_url/.test(route) && !/\/check/.test(route)

export type WriteCalls = { writes: number; all: number; refused: number; appendedBytes: number; byRoute: Record<string, number> }

/** What the local Dropbox counted since `clearCalls`. */
export async function writeCalls(world: World): Promise<WriteCalls> {
  const { routes, total } = await world.dropbox<Calls>('GET', 'calls')
  const sum = (pick: (route: string) => boolean, of: 'count' | 'errors' | 'bytes') => Object.entries(routes).reduce((all, [route, counts]) => all + (pick(route) ? counts[of] : 0), 0)
  return {
    writes: sum(isWrite, 'count'),
    all: total,
    refused: sum(() => true, 'errors'),
    appendedBytes: sum((route) => /append|files\/upload$/.test(route), 'bytes'),
    byRoute: Object.fromEntries(Object.entries(routes).map(([route, { count }]) => [route, count])),
  }
}

export const clearCalls = (world: World) => world.dropbox('DELETE', 'calls')
