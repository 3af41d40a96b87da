import { parseDuration } from '../embedded/functions'

/** A function as the SDK registers it, before anybody has looked at it. */
export interface RegisteredFunction {
  id: string
  name?: string
  triggers: { event?: string; expression?: string; cron?: string }[]
  steps: Record<string, { name?: string; runtime?: { url?: string }; retries?: { attempts?: number } }>
  concurrency?: number | Limit | Limit[]
  singleton?: { key?: string; mode: string }
  debounce?: { key?: string; period: string; timeout?: string }
  idempotency?: string
  batchEvents?: object
}

interface Limit {
  limit: number
  key?: string
}

const WEEK_MS = 7 * 86_400_000
/** Words that CEL keeps for itself: no property may be reached by them. */
const RESERVED = new Set(['as', 'break', 'const', 'continue', 'else', 'false', 'for', 'function', 'if', 'import', 'in', 'let', 'loop', 'package', 'namespace', 'null', 'return', 'true', 'var', 'void', 'while'])

/**
 * What a real Inngest server would refuse of a function when it is registered, in words; empty when it takes it. The rules are those that the
 * server's source and documentation state (one HTTP step, at most 10 triggers, 2 concurrency limits and 20 retries, a debounce between a second and
 * a week, five cron fields, no batch with singleton or debounce). Concurrency beside a singleton is taken, and to be used with care.
 */
export function refusedByInngest(config: RegisteredFunction): string[] {
  const limits = config.concurrency === undefined ? [] : [config.concurrency].flat()
  const keys = [...limits.map((limit) => (typeof limit === 'number' ? undefined : limit.key)), config.singleton?.key, config.debounce?.key, config.idempotency]
  const expressions = [...keys, ...config.triggers.map((trigger) => trigger.expression)].filter((text) => text !== undefined)
  const period = config.debounce && parseDuration(config.debounce.period)
  const steps = Object.values(config.steps)
  const rules: [string, boolean][] = [
    ['an id of at most 64 letters, digits and dashes', /^[a-z0-9-]{1,64}$/.test(config.id)],
    ['a name', Boolean(config.name)],
    ['between one and ten triggers, each once', isBetween(config.triggers.length, 1, 10) && new Set(config.triggers.map((trigger) => JSON.stringify(trigger))).size === config.triggers.length],
    ['each trigger an event or a cron, not both', config.triggers.every(({ event, cron }) => Boolean(event) !== Boolean(cron))],
    ['crons of five fields in a known zone', config.triggers.every(({ cron }) => cron === undefined || isServerCron(cron))],
    ['exactly one step, named and reached over HTTP', steps.length === 1 && steps.every(({ name, runtime }) => Boolean(name) && /^https?:/.test(runtime?.url ?? ''))],
    ['at most 20 retries', steps.every(({ retries }) => isBetween(retries?.attempts ?? 4, 0, 20))],
    ['at most two concurrency limits, whole numbers', limits.length <= 2 && limits.every((limit) => Number.isInteger(typeof limit === 'number' ? limit : limit.limit))],
    ['a debounce between a second and a week', !config.debounce || isBetween(period ?? -1, 1000, WEEK_MS)],
    ['singleton in a known mode', !config.singleton || ['skip', 'cancel'].includes(config.singleton.mode)],
    ['no batch together with singleton or debounce', !config.batchEvents || !(config.singleton || config.debounce)],
    ['expressions without CEL’s own words', expressions.every((text) => (text.replace(/'[^']*'/g, '').match(/\.\w+/g) ?? []).every((name) => !RESERVED.has(name.slice(1))))],
  ]
  return rules.filter(([, isKept]) => !isKept).map(([rule]) => rule)
}

const isBetween = (value: number, least: number, most: number) => value >= least && value <= most

/** The server reads minute, hour, day, month and weekday: neither seconds nor words like `@daily`. */
function isServerCron(cron: string): boolean {
  const [, zone = 'UTC', pattern = ''] = /^(?:(?:CRON_)?TZ=(\S+) )?(.+)$/.exec(cron) ?? []
  const fields = pattern.split(' ')
  return Intl.supportedValuesOf('timeZone').concat('UTC').includes(zone) && fields.length === 5 && fields.every((field) => /^[\d*/,-]+$/.test(field))
}
