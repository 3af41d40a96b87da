import { createHash } from 'node:crypto'
import { openDocument } from '../documents/open-document'
import { openProbativeCopy, probativeSize } from '../documents/probative-copy'
import type { Exchange, FileBody, Reply } from '../wire/exchange'
import { judgeUrl } from './signed-url'
import { expiredUrlReply, storageError } from './storage-error'

/** Sends a receipt's bytes to whoever holds a valid link; an `Authorization` header beside it is refused, as the storage does. */
export function serveFile(exchange: Exchange): Reply | Promise<Reply> {
  const { bank, request, url, params } = exchange
  const verdict = judgeUrl(url, bank.books.secret, bank.clock.now())
  if (verdict === 'forged') return storageError(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.')
  if (verdict === 'expired') return expiredUrlReply()
  if (request.headers.authorization !== undefined && bank.switches.storage_refuses_authorization) {
    return storageError(400, 'InvalidArgument', 'Only one auth mechanism allowed')
  }
  const receipt = bank.books.receipts.get(params.id ?? '')
  if (!receipt) return storageError(404, 'NoSuchKey', 'The specified key does not exist.')
  const isProbative = params.copy === 'probative'
  const size = isProbative ? probativeSize(receipt) : receipt.size
  const open = () => (isProbative ? openProbativeCopy(receipt) : openDocument(receipt, bank.blobDir))
  const etag = `"${createHash('md5').update(`${receipt.id} ${params.copy}`).digest('hex')}"`
  const headers = { 'content-type': isProbative ? 'application/pdf' : receipt.contentType, etag, 'accept-ranges': 'bytes', 'last-modified': new Date(receipt.createdAt).toUTCString() }
  return ranged(request.headers.range, size, headers, open)
}

async function ranged(range: string | undefined, size: number, headers: Record<string, string>, open: () => Promise<FileBody['chunks']>): Promise<Reply> {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return { status: 200, headers, file: { size, chunks: await open() } }
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  if (start > end) return { ...storageError(416, 'InvalidRange', 'The requested range is not satisfiable'), headers: { 'content-range': `bytes */${size}` } }
  const file = { size: end - start + 1, chunks: slice(await open(), start, end + 1) }
  return { status: 206, headers: { ...headers, 'content-range': `bytes ${start}-${end}/${size}` }, file }
}

async function* slice(chunks: FileBody['chunks'], start: number, end: number): AsyncGenerator<Buffer> {
  let position = 0
  for await (const chunk of chunks) {
    const from = Math.max(0, start - position)
    const to = Math.min(chunk.length, end - position)
    if (to > from) yield chunk.subarray(from, to)
    position += chunk.length
    if (position >= end) return
  }
}
