import busboy from 'busboy'
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { apiError } from './wire-error'

export interface Upload {
  /** Name of the stored bytes inside the upload folder. */
  blob: string
  fileName: string
  contentType: string
  size: number
}

/** Streams the multipart field `file` to the folder; refuses other bodies with 400 and larger or missing files with 422. */
export async function receiveUpload(request: IncomingMessage, folder: string, maxBytes: number): Promise<Upload> {
  const { upload } = await receiveForm(request, folder, maxBytes)
  if (!upload) throw apiError(422, 'required', 'file is required', { pointer: 'file' })
  return upload
}

/** Receives a multipart form whose file may be left out, as browsers send it. */
export async function receiveForm(request: IncomingMessage, folder: string, maxBytes: number): Promise<{ upload: Upload | null; fields: Record<string, string> }> {
  const blob = randomUUID()
  const partial = join(folder, `${blob}.part`)
  try {
    const { file, fields } = await parse(request, partial, maxBytes)
    if (file?.isCut) throw apiError(422, 'too_large', `file must be at most ${maxBytes} bytes`, { pointer: 'file' })
    if (!file || (file.fileName === '' && file.size === 0)) {
      await rm(partial, { force: true })
      return { upload: null, fields }
    }
    await rename(partial, join(folder, blob))
    return { upload: { blob, fileName: file.fileName, contentType: file.contentType, size: file.size }, fields }
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

interface Parts {
  file: { fileName: string; contentType: string; size: number; isCut: boolean } | null
  fields: Record<string, string>
}

async function parse(request: IncomingMessage, path: string, maxBytes: number): Promise<Parts> {
  const result: Parts = { file: null, fields: {} }
  const writes: Promise<void>[] = []
  const parser = open(request, maxBytes)
  parser.on('field', (name, value) => {
    result.fields[name] = value
  })
  parser.on('file', (name, stream, info) => {
    if (name !== 'file' || result.file) return void stream.resume()
    const target = createWriteStream(path, { mode: 0o600 })
    const file = { fileName: info.filename ?? '', contentType: info.mimeType, size: 0, isCut: false }
    result.file = file
    const written = pipeline(stream as Readable, target).then(() => {
      file.size = target.bytesWritten
      file.isCut = stream.truncated === true
    })
    written.catch(() => undefined)
    writes.push(written)
  })
  await pipeline(request, parser)
  await Promise.all(writes)
  return result
}

function open(request: IncomingMessage, maxBytes: number): busboy.Busboy {
  try {
    return busboy({ headers: request.headers, defParamCharset: 'utf8', limits: { fileSize: maxBytes + 1, files: 4 } })
  } catch {
    throw apiError(400, 'bad_request', 'the body must be multipart/form-data with a field named file')
  }
}
