import { z } from 'zod'

export const faultKinds = [
  'unauthorized', 'forbidden', 'forbidden_gateway', 'not_found', 'unprocessable', 'rate_limited', 'server_error', 'html', 'expired_url',
  'invalid_json', 'slow', 'truncated', 'longer', 'shorter', 'corrupt', 'drop_before', 'drop_after', 'hang',
] as const

export type FaultKind = (typeof faultKinds)[number]

/** One rule of `PUT /_sandbox/faults`: which calls fail, how, and how often. */
export const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  /** `GET /v2/transactions`, or without the method for any; left out: every wire call. */
  route: z.string().optional(),
  company: z.string().optional(),
  account: z.string().optional(),
  /** Id of the receipt, transaction or account in the path. */
  id: z.string().optional(),
  /** Calls that pass before the first fault. */
  skip: z.number().int().min(0).optional(),
  /** Every nth matching call fails. */
  every: z.number().int().min(1).optional(),
  /** How many times in all. */
  times: z.number().int().min(1).optional(),
  retry_after: z.union([z.number(), z.string()]).optional(),
  status: z.number().int().min(400).max(599).optional(),
  bytes_per_second: z.number().positive().optional(),
  /** Bytes sent before a cut, or by which a body grows or shrinks. */
  bytes: z.number().int().positive().optional(),
})

export type FaultRule = z.infer<typeof faultSchema>

export interface Fault {
  rule: FaultRule
  seen: number
  fired: number
}

export interface FaultTarget {
  route: string
  company: string | null
  account: string | null
  id: string | null
}

/** Picks the first rule that strikes this call, and counts the call against every rule that it matches. */
export function strike(faults: Fault[], target: FaultTarget): FaultRule | null {
  let struck: FaultRule | null = null
  for (const fault of faults) {
    const { rule } = fault
    if (!matches(rule, target)) continue
    fault.seen += 1
    const turn = fault.seen - (rule.skip ?? 0)
    const isDue = turn > 0 && turn % (rule.every ?? 1) === 0 && fault.fired < (rule.times ?? Number.POSITIVE_INFINITY)
    if (!isDue || struck) continue
    fault.fired += 1
    struck = rule
  }
  return struck
}

function matches(rule: FaultRule, target: FaultTarget): boolean {
  const path = target.route.slice(target.route.indexOf(' ') + 1)
  if (rule.route !== undefined && rule.route !== target.route && rule.route !== path) return false
  if (rule.company !== undefined && rule.company !== target.company) return false
  if (rule.account !== undefined && rule.account !== target.account) return false
  return rule.id === undefined || rule.id === target.id
}
