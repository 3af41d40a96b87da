import { AppError } from '@/lib/errors'
import { appendPiece } from './append-piece'
import { callDropbox, sendingTimeout } from './call'
import { commitBatch, wholeSeconds } from './commit-batch'
import { contentHash, ContentHasher } from './content-hash'
import { toFileEntry, type FileEntry } from './entry'
import type { DropboxSession } from './session'
import { startSession } from './start-sessions'
import { allCapabilities } from './upload-capabilities'

/** One file to upload: bytes in memory, or a stream of a known size. */
export type FileUpload = { path: string; clientModified?: Date } & ({ bytes: Buffer } | { stream: AsyncIterable<Uint8Array>; size: number })

/** Multiple of 4 MiB, as Dropbox advises. */
const CHUNK = 8 * 1024 * 1024

/** Pieces of exactly `CHUNK` bytes, the last one shorter or empty; at most one is held in memory. */
export async function* chunksOf(stream: AsyncIterable<Uint8Array>, size = CHUNK): AsyncGenerator<Buffer, void, void> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const part of stream) {
    let rest = part
    while (length + rest.length >= size) {
      yield Buffer.concat([...held, rest.subarray(0, size - length)])
      rest = rest.subarray(size - length)
      ;[held, length] = [[], 0]
    }
    if (rest.length > 0) held.push(rest)
    length += rest.length
  }
  yield Buffer.concat(held)
}

async function uploadBytes(session: DropboxSession, { path, bytes, clientModified }: { path: string; bytes: Buffer; clientModified?: Date }): Promise<FileEntry> {
  const hash = contentHash(bytes)
  const arg = {
    path,
    mode: { '.tag': 'add' as const },
    autorename: false,
    mute: true,
    content_hash: hash,
    contents: bytes,
    ...(clientModified && { client_modified: wholeSeconds(clientModified) }),
  }
  const entry = toFileEntry(await callDropbox(session, 'commit', sendingTimeout(bytes.length), (client, options) => client.filesUpload(arg, options)))
  if (entry.contentHash !== hash) throw new AppError('dropbox_hash_mismatch', 'uploaded content differs')
  return entry
}

async function uploadStream(session: DropboxSession, upload: { path: string; stream: AsyncIterable<Uint8Array>; size: number; clientModified?: Date }): Promise<FileEntry> {
  const sessionId = await startSession(session)
  const hasher = new ContentHasher()
  let offset = 0
  for await (const bytes of chunksOf(upload.stream)) {
    const isLast = bytes.length < CHUNK
    if (offset + bytes.length > upload.size || (isLast && offset + bytes.length < upload.size)) {
      throw new AppError('receipt_wrong_size', `${offset + bytes.length} of ${upload.size} bytes`)
    }
    await appendPiece(session, { sessionId, offset, bytes, close: isLast })
    hasher.update(bytes)
    offset += bytes.length
  }
  const commit = { sessionId, size: offset, path: upload.path, contentHash: hasher.digest(), clientModified: upload.clientModified }
  const [outcome] = await commitBatch(session, [commit], { ...allCapabilities(), finishBatch: false })
  if (!outcome?.entry) throw outcome?.error ?? new AppError('unexpected')
  return outcome.entry
}

/**
 * Uploads one file and verifies its content hash; identical bytes at the path are success, other bytes are never overwritten. Up to one chunk
 * (8 MiB) goes in a single call, more through a session of its own, so that memory stays bounded.
 * @throws AppError `dropbox_path_conflict` when something else is there, `receipt_wrong_size` when the stream is not of its size (nothing is left).
 */
export async function uploadFile(session: DropboxSession, upload: FileUpload): Promise<FileEntry> {
  if ('bytes' in upload) {
    if (upload.bytes.length <= CHUNK) return uploadBytes(session, upload)
    const { bytes } = upload
    return uploadStream(session, { ...upload, stream: (async function* () { yield bytes })(), size: bytes.length })
  }
  if (upload.size >= CHUNK) return uploadStream(session, upload)
  let bytes: Buffer = Buffer.alloc(0)
  for await (const chunk of chunksOf(upload.stream)) bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
  if (bytes.length !== upload.size) throw new AppError('receipt_wrong_size', `${bytes.length} of ${upload.size} bytes`)
  return uploadBytes(session, { ...upload, bytes })
}
