import { closeSync, openSync, readSync } from 'node:fs'

const CHUNK = 4 * 1024 * 1024

/**
 * Whole lines of a file, one at a time, with the byte offset just after each. A last line without its
 * line feed was torn by a crash and is not returned.
 */
export function* readLines(path: string): Generator<{ line: string; end: number }> {
  const fd = openSync(path, 'r')
  try {
    let rest = Buffer.alloc(0)
    let start = 0
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK)
      const read = readSync(fd, chunk, 0, CHUNK, null)
      if (read === 0) return
      const data = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(0, read)]) : chunk.subarray(0, read)
      let from = 0
      for (let feed = data.indexOf(10); feed >= 0; feed = data.indexOf(10, from)) {
        yield { line: data.toString('utf8', from, feed), end: start + feed + 1 }
        from = feed + 1
      }
      rest = Buffer.from(data.subarray(from))
      start += from
    }
  } finally {
    closeSync(fd)
  }
}
