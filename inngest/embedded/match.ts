import { nextTick } from './cron'
import { parseDuration } from './duration'
import { evaluate, parseExpression } from './expression'

/** An event as stored and as sent to a function; `ts` in milliseconds since 1970. */
export interface RunnerEvent {
  id: string
  name: string
  data: Record<string, unknown>
  ts: number
  user?: unknown
}

/** One function as the SDK describes it when asked to register; only the parts that the runner knows. */
export interface FunctionConfig {
  id: string
  name: string
  triggers: { event?: string; expression?: string; cron?: string }[]
  steps: { step: { retries?: { attempts: number } } }
  concurrency?: number | ConcurrencyLimit | ConcurrencyLimit[]
  singleton?: { key?: string; mode: 'skip' | 'cancel' }
  debounce?: { key?: string; period: string; timeout?: string }
  idempotency?: string
}

interface ConcurrencyLimit {
  limit: number
  key?: string
  scope?: 'fn' | 'env' | 'account'
}

/** One run that an event asks for. `keys` are the concurrency keys, in the order of the function's limits. */
export interface WantedRun {
  function: FunctionConfig
  event: RunnerEvent
  keys: string[]
  singletonKey: string | null
  debounceKey: string | null
  idempotencyKey: string | null
}

const KNOWN = new Set(['id', 'name', 'triggers', 'steps', 'concurrency', 'singleton', 'debounce', 'idempotency'])
const KNOWN_TRIGGER = new Set(['event', 'expression', 'cron'])

/** A function asks for something that only a real Inngest server does. */
export class UnsupportedFunctionError extends Error {
  readonly code = 'unsupported_function'

  constructor(functionId: string, feature: string) {
    super(`The function ${functionId} uses ${feature}, which the embedded runner does not support. Remove it, or run on an Inngest server.`)
    this.name = 'UnsupportedFunctionError'
  }
}

/** @throws UnsupportedFunctionError naming the function and the feature, at the first thing the runner cannot do. */
export function assertSupported(config: FunctionConfig): void {
  const refuse = (feature: string) => new UnsupportedFunctionError(config.id, feature)
  for (const [key, value] of Object.entries(config)) if (!KNOWN.has(key) && value != null) throw refuse(key)
  for (const trigger of config.triggers) {
    for (const [key, value] of Object.entries(trigger)) if (!KNOWN_TRIGGER.has(key) && value != null) throw refuse(`the trigger option ${key}`)
    if (trigger.event?.includes('*')) throw refuse('a wildcard event name')
    if (trigger.cron && !isCron(trigger.cron)) throw refuse(`the cron pattern "${trigger.cron}"`)
  }
  if (config.singleton && !['skip', 'cancel'].includes(config.singleton.mode)) throw refuse(`singleton mode ${config.singleton.mode}`)
  for (const span of [config.debounce?.period, config.debounce?.timeout]) {
    if (span != null && parseDuration(span) === null) throw refuse(`the time span "${span}"`)
  }
  if (config.debounce && (config.singleton || config.idempotency)) throw refuse('debounce together with singleton or idempotency')
  const limits = concurrencyLimits(config)
  if (limits.length > 2) throw refuse('more than two concurrency limits')
  const expressions = [...config.triggers.map((trigger) => trigger.expression), ...limits.map((limit) => limit.key)]
  for (const text of [...expressions, config.singleton?.key, config.debounce?.key, config.idempotency]) {
    if (text && !parseExpression(text)) throw refuse(`the expression "${text}"`)
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
export function concurrencyLimits(config: FunctionConfig): ConcurrencyLimit[] {
  const given = config.concurrency
  if (given == null) return []
  if (typeof given === 'number') return [{ limit: given }]
  return Array.isArray(given) ? given : [given]
}

/** The runs that one event asks for. `only` limits it to one function: a cron tick concerns the function it belongs to. */
export function matchEvent(event: RunnerEvent, functions: Iterable<FunctionConfig>, only: string | null): WantedRun[] {
  const wanted: WantedRun[] = []
  for (const config of functions) {
    const isMatch = only ? config.id === only : config.triggers.some((trigger) => trigger.event === event.name && passes(trigger.expression, event))
    if (isMatch) wanted.push(wantRun(config, event))
  }
  return wanted
}

function passes(expression: string | undefined, event: RunnerEvent): boolean {
  return !expression || evaluate(expression, { event }) === true
}

function wantRun(config: FunctionConfig, event: RunnerEvent): WantedRun {
  const keyOf = (text: string | undefined) => (text ? keyText(evaluate(text, { event })) : '')
  return {
    function: config,
    event,
    keys: concurrencyLimits(config).map(({ key, scope = 'fn' }, index) =>
      scope === 'fn' ? `${config.id}:${index}:${keyOf(key)}` : `${scope}:${key ?? ''}:${keyOf(key)}`),
    singletonKey: config.singleton ? keyOf(config.singleton.key) : null,
    debounceKey: config.debounce ? keyOf(config.debounce.key) : null,
    idempotencyKey: config.idempotency ? keyOf(config.idempotency) || null : null,
  }
}

/** Keys live in text columns: the NUL character has no place there. A missing property is the empty key. */
function keyText(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
  return text.replaceAll('\u0000', '').replaceAll('\u001f', '')
}
