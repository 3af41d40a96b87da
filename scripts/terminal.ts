import { db } from '@/lib/db'

/** Runs a program's work for a person at the terminal: an error is one line and status 1, never a stack trace. */
export async function atTerminal(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message.split('\n').join('; ') : String(error)}\n`)
    process.exitCode = 1
  } finally {
    await db().$disconnect().catch(() => undefined)
  }
}
