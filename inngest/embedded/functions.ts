import { Cron } from 'croner'
import type { RunnerEvent } from './settle'

/** One function as the SDK describes it when asked to register; only the parts that the runner knows. */
export interface FunctionConfig {
  id: string
  name: string
  triggers: { event?: string; expression?: string; cron?: string }[]
  steps: { step: { retries?: { attempts: number } } }
  concurrency?: number | ConcurrencyLimit | ConcurrencyLimit[]
  singleton?: { key?: string; mode: string }
  debounce?: { key?: string; period: string }
}

interface ConcurrencyLimit {
  limit: number
  key?: string
}

/** A function asks for something that only a real Inngest server does. */
export class UnsupportedFunctionError extends Error {
  readonly code = 'unsupported_function'

  constructor(functionId: string, feature: string) {
    super(`The function ${functionId} uses ${feature}, which the embedded runner does not support. Remove it, or run on an Inngest server.`)
    this.name = 'UnsupportedFunctionError'
  }
}

const OPTIONS = ['id', 'name', 'triggers', 'steps', 'concurrency', 'singleton', 'debounce']

/** @throws UnsupportedFunctionError naming the function and the feature, at the first thing the runner cannot do. */
export function assertSupported(config: FunctionConfig): void {
  const assert = (isSupported: boolean, feature: string) => {
    if (!isSupported) throw new UnsupportedFunctionError(config.id, feature)
  }
  const assertOnly = (known: string[], part: object | undefined, of = '') => {
    for (const [name, value] of Object.entries(part ?? {})) assert(value == null || known.includes(name), of + name)
  }
  assertOnly(OPTIONS, config)
  for (const trigger of config.triggers) {
    assertOnly(['event', 'expression', 'cron'], trigger, 'the trigger option ')
    assert(!trigger.event?.includes('*'), 'a wildcard event name')
    assert(!trigger.expression || isCondition(trigger.expression), `the expression "${trigger.expression}"`)
    assert(!trigger.cron || isCron(trigger.cron), `the cron pattern "${trigger.cron}"`)
  }
  const limits = concurrencyLimits(config)
  assert(limits.length <= 2, 'more than two concurrency limits')
  for (const limit of limits) assertOnly(['limit', 'key'], limit, 'the concurrency option ')
  assertOnly(['mode', 'key'], config.singleton, 'the singleton option ')
  assert(!config.singleton || config.singleton.mode === 'skip', `singleton mode ${config.singleton?.mode}`)
  assertOnly(['period', 'key'], config.debounce, 'the debounce option ')
  assert(!config.debounce || parseDuration(config.debounce.period) !== null, `the time span "${config.debounce?.period}"`)
  assert(!config.debounce || !config.singleton, 'debounce together with singleton')
  for (const key of [...limits.map((limit) => limit.key), config.singleton?.key, config.debounce?.key]) {
    assert(!key || isKey(key), `the expression "${key}"`)
  }
}

function isCron(expression: string): boolean {
  try {
    return nextTick(expression, new Date(0)) !== null
  } catch {
    return false
  }
}

/** The limits of a function, whatever form they were written in. */
export function concurrencyLimits({ concurrency }: Pick<FunctionConfig, 'concurrency'>): ConcurrencyLimit[] {
  if (concurrency == null) return []
  return typeof concurrency === 'number' ? [{ limit: concurrency }] : [concurrency].flat()
}

// Of CEL our functions use this much: a key is paths and texts joined by ` + `, a condition compares a path with a text.
const PATH = /^event(\.\w+)+$/
const TEXT = /^'[^'\\]*'$/
const isKey = (expression: string) => expression.split(' + ').every((term) => PATH.test(term) || TEXT.test(term))

function isCondition(expression: string): boolean {
  const [path = '', text = '', ...more] = expression.split(' == ')
  return PATH.test(path) && TEXT.test(text) && more.length === 0
}

/** Undefined where CEL reports an error: a property is missing. */
function valueOf(term: string, event: RunnerEvent): unknown {
  if (TEXT.test(term)) return term.slice(1, -1)
  let value: unknown = event
  for (const name of term.split('.').slice(1)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

/** The key of an event, empty where it has none. Keys live in columns of text, where NUL and the separator have no place. */
export function keyOf(expression: string | undefined, event: RunnerEvent): string {
  if (!expression) return ''
  const values = expression.split(' + ').map((term) => valueOf(term, event))
  const isJoinable = values.every((value) => typeof value === 'string')
  const text = isJoinable ? values.join('') : values.length === 1 ? (JSON.stringify(values[0]) ?? '') : ''
  return text.replaceAll('\u0000', '').replaceAll('\u001f', '')
}

/** True when the event fulfils a trigger's condition, or there is none. */
export function passes(condition: string | undefined, event: RunnerEvent): boolean {
  if (!condition) return true
  const [left, right] = condition.split(' == ').map((term) => valueOf(term, event))
  return left !== undefined && left === right
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** Inngest's way to write a span of time, `1h30m` or `7d`, in milliseconds. Null when the text is not one. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+(ms|[smhdw]))+$/.test(text)) return null
  return [...text.matchAll(/(\d+)(ms|[smhdw])/g)].reduce((total, [, amount, unit = '']) => total + Number(amount) * (UNITS[unit] ?? 0), 0)
}

/** Splits Inngest's `TZ=Europe/Paris 30 23 * * *` into zone and pattern; without a zone it is UTC. */
function parseCron(expression: string): Cron {
  const zoned = /^(?:CRON_)?TZ=(\S+)\s+(.+)$/.exec(expression)
  return new Cron(zoned?.[2] ?? expression, { timezone: zoned?.[1] ?? 'UTC', paused: true })
}

/** The first tick after `after`. Null when the pattern never comes again. */
export function nextTick(expression: string, after: Date): Date | null {
  return parseCron(expression).nextRun(after)
}

/** The latest tick at or before `at`: after an outage only this one fires. */
export function latestTick(expression: string, at: Date): Date | null {
  return parseCron(expression).previousRuns(1, new Date(at.getTime() + 1))[0] ?? null
}
