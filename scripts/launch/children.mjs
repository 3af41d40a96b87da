// The programs that the launcher starts. Each gets an IPC channel and ends by itself when the launcher is gone, also after kill -9;
// each has a process group of its own, so that Ctrl-C reaches the launcher alone, which stops them in order.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Refusal } from './fail.mjs'

/** @throws Refusal when another program listens on the port. */
export async function assertPortFree(port, variable) {
  await new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(new Refusal(error.code === 'EADDRINUSE' ? `port ${port} is taken: stop the program that uses it, or set ${variable} to another port` : `port ${port} cannot be used (${error.code}): set ${variable} to another port`)))
    probe.listen(port, '127.0.0.1', () => probe.close(resolve))
  })
}

/** Starts one program; its last words are kept for the message when it ends too early. */
export function startChild(name, program, args, env, { nodeArgs = [], onLine } = {}) {
  const child = spawn(process.execPath, [...nodeArgs, 'scripts/launch/child.mjs', program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  })
  const words = []
  const keep = (chunk) => {
    words.push(String(chunk))
    if (words.length > 50) words.shift()
    onLine?.(String(chunk))
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return { name, child, lastWords: () => words.join('').trim().split('\n').slice(-5).join('\n') }
}

/** Resolves when `url` answers 200; rejects when the program ends first or two minutes pass. */
export async function untilAnswers({ name, child, lastWords }, url) {
  const deadline = Date.now() + 120_000
  let last = 'no answer'
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode) throw new Refusal(`${name} ended while starting: ${lastWords()}`)
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5000) })
      const text = await response.text()
      if (response.ok) return
      last = text.slice(0, 200)
    } catch (error) {
      last = error.cause?.code ?? error.name
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Refusal(`${name} did not become ready: ${last}`)
}

/** Asks a program to end, and ends it after ten seconds. */
export async function stopChild({ child }) {
  if (child.exitCode !== null || child.signalCode) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(timer)
}
