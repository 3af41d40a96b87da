// Starts a program again whenever it ends by itself.
import { stopChild } from './children.mjs'

const PAUSES = { firstMs: 1000, mostMs: 30_000, steadyMs: 60_000 }

/**
 * Runs what `start` starts (children.mjs), and starts it again whenever it ends: after a pause that doubles up to `mostMs`, and is short again for one
 * that has lived for `steadyMs`. `onEnd` is told each end and the pause that follows.
 * @returns the first one, and `stop`, which ends the present one for good.
 */
export function keepRunning(start, onEnd, { firstMs, mostMs, steadyMs } = PAUSES) {
  let [pause, timer, isStopped] = [firstMs, undefined, false]
  let running
  const begin = () => {
    const startedAt = performance.now()
    const started = (running = start())
    started.child.once('exit', (code, signal) => {
      if (isStopped) return
      if (performance.now() - startedAt >= steadyMs) pause = firstMs
      onEnd({ name: started.name, reason: signal ?? code, lastWords: started.lastWords(), pauseMs: pause })
      timer = setTimeout(begin, pause)
      pause = Math.min(pause * 2, mostMs)
    })
  }
  begin()
  const stop = async () => {
    isStopped = true
    clearTimeout(timer)
    await stopChild(running)
  }
  return { first: running, stop }
}
