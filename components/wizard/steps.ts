import type { DraftView } from '@/lib/connections/present'

export type Step = DraftView['step']

/** The wizard's steps in their order. */
export const STEPS: readonly Step[] = ['name', 'account', 'start', 'finish']

/** The address of a step: each has its own, so that reload and back work. */
export const stepHref = (step: Step) => `/connect/dropbox/setup/${step}`

/** True when everything before `step` is complete in a draft whose first incomplete step is `reached`. */
export const isReached = (step: Step, reached: Step) => STEPS.indexOf(step) <= STEPS.indexOf(reached)
