import type { RunTrigger } from '@/lib/exports/present'

/** Two lanes, so that a person who asks does not wait behind a night of planned runs. */
export const LANES = ['asked', 'planned'] as const
export type Lane = (typeof LANES)[number]

/** The runs of each lane. A run has one lane for ever, so that the runner's singleton knows it. */
export const LANE_TRIGGERS: Record<Lane, readonly RunTrigger[]> = { asked: ['setup', 'manual'], planned: ['daily', 'webhook', 'reconcile', 'retry'] }

export const laneOf = (trigger: RunTrigger): Lane => (LANE_TRIGGERS.asked.includes(trigger) ? 'asked' : 'planned')

const EMBEDDED_DEFAULT = 4

/**
 * Limits for exports on one machine: so many in each lane, and half as many more in both together, so that planned ones never take every
 * place. None on an Inngest server unless asked for: its own limits count there. Reads process.env, because functions are defined while
 * the build loads this module, when nothing is set; lib/env.ts has validated it before the app serves.
 */
export function exportLimits(environment: Record<string, string | undefined> = process.env) {
  const asked = Number(environment.EXPORTS_AT_ONCE)
  const lane = asked > 0 ? asked : environment.EMBEDDED_RUNNER_PORT ? EMBEDDED_DEFAULT : null
  if (lane === null) return undefined
  return [{ limit: lane + Math.ceil(lane / 2) }, { limit: lane, key: 'event.data.lane' }] satisfies [{ limit: number }, { limit: number; key: string }]
}

/**
 * Planned runs start this far apart, in milliseconds: on one machine as fast as it can execute them, so that the pages do not share it with a
 * crowd that waits; on an Inngest server so that 100,000 connections take half an hour. One connection starts at once.
 */
export const startSpreadMs = (environment: Record<string, string | undefined> = process.env) => (environment.EMBEDDED_RUNNER_PORT ? 200 : 20)
