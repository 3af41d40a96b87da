import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Conditions } from './conditions'
import { damage } from './damage'
import type { FileBody, Reply } from './exchange'
import type { FaultRule } from './faults'

const SLICE = 64 << 10
/** Smaller bodies leave in one piece. */
const TOGETHER = 512 << 10

/** Writes the reply, with the fault's damage if there is one, and returns the body bytes that were written. */
export async function sendReply(response: ServerResponse, reply: Reply, fault: FaultRule | null, conditions: Conditions): Promise<number> {
  if (fault?.kind === 'hang') return 0
  if (fault?.kind === 'drop_before' || fault?.kind === 'drop_after') {
    response.destroy()
    return 0
  }
  const { body, contentType } = bodyOf(reply)
  const { body: sent, promised, cutAfter } = damage(body, fault)
  response.writeHead(reply.status, {
    ...(contentType ? { 'content-type': contentType } : {}),
    ...(reply.status === 204 ? {} : { 'content-length': String(promised) }),
    ...reply.headers,
  })
  if (response.req.method === 'HEAD' || reply.status === 204) {
    response.end()
    return 0
  }
  const written = await writeBody(response, sent, reply.file !== undefined, fault, cutAfter, conditions)
  if (cutAfter === null) response.end()
  else response.destroy()
  return written
}

function bodyOf(reply: Reply): { body: FileBody; contentType: string | null } {
  if (reply.file) return { body: reply.file, contentType: null }
  const [text, contentType] = textOf(reply)
  const bytes = Buffer.from(text)
  return { body: { size: bytes.length, chunks: [bytes] }, contentType }
}

function textOf(reply: Reply): [string, string | null] {
  if (reply.json !== undefined) return [JSON.stringify(reply.json), 'application/json; charset=utf-8']
  if (reply.html !== undefined) return [reply.html, 'text/html; charset=utf-8']
  return [reply.text ?? '', reply.text ? 'text/plain; charset=utf-8' : null]
}

async function writeBody(
  response: ServerResponse, body: FileBody, isFile: boolean, fault: FaultRule | null, cutAfter: number | null, conditions: Conditions,
): Promise<number> {
  const pace = fault?.kind === 'slow' ? (fault.bytes_per_second ?? 16_384) : null
  const isPaced = pace !== null || (isFile && conditions.latency.bandwidth_mbit > 0)
  let written = 0
  const isTogether = !isPaced && cutAfter === null && body.size <= TOGETHER
  if (isTogether) response.cork()
  for await (const chunk of body.chunks) {
    const step = pace === null ? (isPaced ? SLICE : chunk.length) : Math.max(1, Math.min(SLICE, Math.floor(pace / 10)))
    for (let start = 0; start < chunk.length; start += step) {
      let slice = chunk.subarray(start, start + step)
      if (cutAfter !== null) slice = slice.subarray(0, Math.max(0, cutAfter - written))
      if (response.destroyed || (cutAfter !== null && written >= cutAfter)) return written
      if (isFile) await conditions.bandwidth.take(slice.length)
      if (cutAfter !== null) await new Promise<void>((resolve) => response.write(slice, () => resolve()))
      else if (!response.write(slice) && !isTogether && !response.destroyed) await drained(response)
      written += slice.length
      if (pace !== null) await delay((slice.length * 1000) / pace)
    }
  }
  return written
}

/** Resolves when more can be written or the caller has gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle).off('close', settle)
      resolve()
    }
    response.on('drain', settle).on('close', settle)
  })
}
