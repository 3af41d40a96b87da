import { Cron } from 'croner'
import { z } from 'zod'
import type { RunnerEvent } from './store'

// Of CEL our functions use this much: a key is paths and texts joined by ` + `, a condition compares a path with a text.
const PATH = /^event(\.\w+)+$/
const TEXT = /^'[^'\\]*'$/
const isKey = (expression: string) => expression.split(' + ').every((term) => PATH.test(term) || TEXT.test(term))
const isCondition = (expression: string) => /^event(\.\w+)+ == '[^'\\]*'$/.test(expression)

const named = (feature: string) => ({ error: ({ input }: { input?: unknown }) => `${feature} "${String(input)}"` })
const Key = z.string().refine(isKey, named('the expression')).optional()

/** One function as the SDK describes it when asked to register: all that the runner knows, and nothing else is accepted. */
const Config = z.strictObject({
  id: z.string(),
  name: z.string(),
  triggers: z.array(z.strictObject({
    event: z.string().refine((name) => !name.includes('*'), 'a wildcard event name').optional(),
    expression: z.string().refine(isCondition, named('the expression')).optional(),
    cron: z.string().refine(isCron, named('the cron pattern')).optional(),
  })),
  steps: z.object({ step: z.object({ retries: z.object({ attempts: z.number() }).optional() }) }),
  concurrency: z.array(z.strictObject({ limit: z.number(), key: Key })).max(2, 'more than two concurrency limits').optional(),
  singleton: z.strictObject({ mode: z.literal('skip', { error: ({ input }) => `singleton mode ${String(input)}` }), key: Key }).optional(),
  debounce: z.strictObject({ period: z.string().refine((text) => parseDuration(text) !== null, named('the time span')), key: Key }).optional(),
}).refine(({ debounce, singleton }) => !debounce || !singleton, 'debounce together with singleton')

export type FunctionConfig = z.output<typeof Config>

/** A function asks for something that only a real Inngest server does. */
export class UnsupportedFunctionError extends Error {
  override readonly name = 'UnsupportedFunctionError'

  constructor(functionId: string, feature: string) {
    super(`The function ${functionId} uses ${feature}, which the embedded runner does not support. Remove it, or run on an Inngest server.`)
  }
}

/**
 * The function as the runner knows it, its limits in one form.
 * @throws UnsupportedFunctionError naming the function and the feature, at the first thing the runner cannot do.
 */
export function assertSupported(given: { id: string; concurrency?: unknown }): FunctionConfig {
  const concurrency = given.concurrency == null ? null : [given.concurrency].flat().map((limit) => (typeof limit === 'number' ? { limit } : limit))
  // What a function does not ask for may be sent as null.
  const { data, error } = Config.safeParse(JSON.parse(JSON.stringify({ ...given, concurrency }), (_, value) => value ?? undefined))
  if (data) return data
  const [issue] = error.issues
  const isOption = issue?.code === 'unrecognized_keys'
  const place = issue?.path[0] ? `the ${String(issue.path[0])} option ` : ''
  throw new UnsupportedFunctionError(given.id, isOption ? place + issue.keys[0] : String(issue?.message))
}

export type WantedRun = ReturnType<typeof matchEvent>[number]

/**
 * The runs that one event asks for; `keys` are the concurrency keys, in the order of the function's limits. `only` limits them to one
 * function: a cron tick concerns the function it belongs to.
 */
export function matchEvent(event: RunnerEvent, functions: FunctionConfig[], only: string | null) {
  const isWanted = ({ id, triggers }: FunctionConfig) =>
    only ? id === only : triggers.some((trigger) => trigger.event === event.name && passes(trigger.expression, event))
  return functions.filter(isWanted).map((config) => ({
    function: config,
    event,
    keys: (config.concurrency ?? []).map(({ key }, index) => `${config.id}:${index}:${keyOf(key, event)}`),
  }))
}

/** Undefined where CEL reports an error: a property is missing. */
function valueOf(term: string, event: RunnerEvent): unknown {
  if (TEXT.test(term)) return term.slice(1, -1)
  const readOwn = (value: unknown, name: string) =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
  return term.split('.').slice(1).reduce(readOwn, event)
}

/** The key of an event, empty where it has none. */
export function keyOf(expression: string | undefined, event: RunnerEvent): string {
  const values = (expression?.split(' + ') ?? []).map((term) => valueOf(term, event))
  if (values.every((value) => typeof value === 'string')) return values.join('')
  return values.length === 1 ? (JSON.stringify(values[0]) ?? '') : ''
}

/** True when the event fulfils a trigger's condition, or there is none. */
export function passes(condition: string | undefined, event: RunnerEvent): boolean {
  if (!condition) return true
  const [left, right] = condition.split(' == ').map((term) => valueOf(term, event))
  return left === right
}

const DEFAULT_STAMP_MS = 300_000

/**
 * When a run starts: null for at once. The SDK stamps an event with real time when the sender gave no time, so a stamp that is not
 * ahead of real time and lies in the last minutes means now, also for an app clock that was set back.
 */
export function startTime(ts: number, now: Date, realNow: number): Date | null {
  const isStampedNow = ts <= realNow && ts > realNow - DEFAULT_STAMP_MS
  return ts > now.getTime() && !isStampedNow ? new Date(ts) : null
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** Inngest's way to write a span of time, `1h30m` or `7d`, in milliseconds. Null when the text is not one. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+(ms|[smhdw]))+$/.test(text)) return null
  return [...text.matchAll(/(\d+)(ms|[smhdw])/g)].reduce((total, [, amount, unit = '']) => total + Number(amount) * (UNITS[unit] ?? 0), 0)
}

/** Splits Inngest's `TZ=Europe/Paris 30 23 * * *` into zone and pattern; without a zone it is UTC. */
function parseCron(expression: string): Cron {
  const [, timezone = 'UTC', pattern = ''] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.+)$/.exec(expression) ?? []
  return new Cron(pattern, { timezone, paused: true })
}

function isCron(expression: string): boolean {
  try {
    return nextTick(expression, new Date(0)) !== null
  } catch {
    return false
  }
}

/** The first tick after `after`. Null when the pattern never comes again. */
export function nextTick(expression: string, after: Date): Date | null {
  return parseCron(expression).nextRun(after)
}

/** The latest tick at or before `at`: after an outage only this one fires. */
export function latestTick(expression: string, at: Date): Date | null {
  return parseCron(expression).previousRuns(1, new Date(at.getTime() + 1))[0] ?? null
}
