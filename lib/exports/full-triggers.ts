import type { RunTrigger } from './present'

/** Runs that read the source and export everything that is owed; the others only answer to what happened in Dropbox. */
export const FULL_TRIGGERS: RunTrigger[] = ['setup', 'daily', 'manual', 'retry']
