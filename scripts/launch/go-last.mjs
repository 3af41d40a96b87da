// Lets other programs go first where there are not enough processors for all.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'

const NICENESS = 10

/** Lowers the priority of this process, as far as the system allows; it cannot be raised again. Never throws. */
export function goLast() {
  // On Linux a priority belongs to a thread, and the collector's threads run already.
  const tasks = '/proc/self/task'
  for (const thread of existsSync(tasks) ? readdirSync(tasks) : [process.pid]) attempt(() => os.setPriority(Number(thread), NICENESS))
  // Where Linux groups processes by session, only the group's own niceness counts against other groups.
  attempt(() => existsSync('/proc/self/autogroup') && writeFileSync('/proc/self/autogroup', String(NICENESS)))
}

function attempt(change) {
  try {
    change()
  } catch {
    // Not allowed here: work goes on at the usual priority.
  }
}
