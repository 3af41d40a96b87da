import { expect, test } from 'vitest'
import { Temporal } from 'temporal-polyfill'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { anOrganization } from '@/lib/testing/factories'
import { dueDailyRuns } from './due-daily-runs'

await useTestDatabase()

const ZONES = [
  'Europe/Paris', 'Europe/Lisbon', 'America/New_York', 'America/St_Johns', 'America/Sao_Paulo', 'Asia/Beirut', 'Africa/Cairo', 'Australia/Lord_Howe',
  'Pacific/Kiritimati', 'Asia/Kolkata',
]
const MINUTE = 60_000

/** One connection in each zone, made long before. Returns the zone of each. */
async function connectionsEverywhere(connectedAt: Date): Promise<Map<string, string>> {
  const zones = new Map<string, string>()
  for (const [index, timeZone] of ZONES.entries()) {
    const { id: organizationId } = await anOrganization({ timeZone })
    const { id } = await db().connection.create({
      data: {
        organizationId, liveKey: organizationId, draftId: `${connectedAt.getTime()}-${index}`, authenticationName: 'Ours', connectedByUserId: 'u', connectedByName: 'n', connectedAt, startAt: new Date(0),
        dropboxAccountId: 'dbid:1', dropboxEmail: 'e', dropboxName: 'n', dropboxKind: 'basic', scopes: [], rootName: 'Qonto', periodKind: 'month', fileTemplate: '{original}',
      },
    })
    zones.set(id, timeZone)
  }
  return zones
}

/** The moments at which the five-minute tick looks (here every half hour), in the order in which the app's clock shows them. */
function ticks(from: string, to: string, away: [string, string][], stepsBack: string[]): Date[] {
  const at = (text: string) => Date.parse(text)
  const moments: Date[] = []
  for (let ms = at(from); ms <= at(to); ms += 30 * MINUTE) {
    if (away.some(([start, end]) => ms > at(start) && ms < at(end))) continue
    moments.push(new Date(ms))
    // The clock is put back by three hours, and is right again at the next look.
    if (stepsBack.some((moment) => at(moment) === ms)) moments.push(new Date(ms - 180 * MINUTE))
  }
  return moments
}

/** Every local date whose 23:30 lies in the span; of those that pass while the server is away only the newest. */
function datesOf(timeZone: string, from: string, to: string, away: [string, string][]): string[] {
  const momentOf = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone, plainTime: '23:30' }).epochMilliseconds
  const dates: string[] = []
  for (let date = Temporal.PlainDate.from(from.slice(0, 10)).subtract({ days: 2 }); momentOf(date) <= Date.parse(to); date = date.add({ days: 1 })) {
    if (momentOf(date) <= Date.parse(from)) continue
    const outage = away.find(([start, end]) => momentOf(date) > Date.parse(start) && momentOf(date.add({ days: 1 })) < Date.parse(end))
    if (!outage) dates.push(date.toString())
  }
  return dates
}

test.each([
  ['spring', '2026-03-25T12:00:00Z', '2026-04-28T12:00:00Z'],
  ['autumn', '2026-10-01T12:00:00Z', '2026-11-05T12:00:00Z'],
])('in ten zones through the clock changes of %s, with outages and a clock that steps back, each local date has one daily run', async (_season, from, to) => {
  await db().connection.updateMany({ data: { state: 'disconnected', liveKey: null, disconnectedAt: new Date(0) } })
  const day = (days: number, time: string) => `${new Date(Date.parse(from) + days * 1440 * MINUTE).toISOString().slice(0, 10)}T${time}Z`
  // From 23:00 to 02:00 in Paris, and three days.
  const away: [string, string][] = [[day(2, '21:30:00'), day(3, '00:30:00')], [day(8, '10:00:00'), day(11, '10:00:00')]]
  const stepsBack = [day(4, '00:00:00'), day(5, '22:00:00'), day(6, '12:00:00'), day(20, '04:00:00'), day(25, '21:30:00')]
  const zones = await connectionsEverywhere(new Date(from))
  for (const now of ticks(from, to, away, stepsBack)) await dueDailyRuns(now)
  for (const [connectionId, timeZone] of zones) {
    const runs = await db().run.findMany({ where: { connectionId, trigger: 'daily' }, orderBy: [{ requestedAt: 'asc' }] })
    expect({ timeZone, dates: runs.map(({ dailyDate }) => dailyDate) }).toEqual({ timeZone, dates: datesOf(timeZone, from, to, away) })
  }
})
