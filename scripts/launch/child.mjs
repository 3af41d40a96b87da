// Runs one program as a child of the launcher and ends with it: the channel closes when the launcher is gone.
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [, , program, ...args] = process.argv
if (process.channel) {
  process.channel.unref()
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.once('disconnect', () => setTimeout(() => process.exit(1), 5000).unref())
}
process.argv = [process.argv[0], path.resolve(program), ...args]
await import(pathToFileURL(path.resolve(program)).href)
