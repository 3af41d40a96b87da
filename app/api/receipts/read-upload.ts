import busboy from 'busboy'
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { AppError } from '@/lib/errors'

const MAX_FILE_BYTES = 15_000_000

type Upload = { transactionId: string; file: { name: string; bytes: Uint8Array } }

/**
 * One file and its transaction from a multipart body. Reading stops at the size limit, so that memory stays bounded.
 * @throws AppError `bad_input` for another body, `upload_too_large`.
 */
export async function readUpload(request: Request): Promise<Upload> {
  const type = request.headers.get('content-type')
  if (!request.body || !type?.startsWith('multipart/form-data')) throw new AppError('bad_input', 'not multipart')
  const parser = parserFor(type)
  const body = Readable.fromWeb(request.body as WebStream<Uint8Array>)
  return await new Promise<Upload>((resolve, reject) => {
    let transactionId = ''
    let file: Upload['file'] | undefined
    const fail = (error: AppError) => {
      body.unpipe(parser)
      body.destroy()
      reject(error)
    }
    parser.on('field', (name, value) => {
      if (name === 'transactionId') transactionId = value
    })
    parser.on('file', (_name, stream, { filename }) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.once('limit', () => fail(new AppError('upload_too_large')))
      stream.once('end', () => (file = { name: filename ?? '', bytes: Buffer.concat(chunks) }))
    })
    parser.once('error', () => fail(new AppError('bad_input', 'multipart')))
    parser.once('close', () => (file && transactionId ? resolve({ transactionId, file }) : reject(new AppError('bad_input', 'file or transaction missing'))))
    body.once('error', () => fail(new AppError('bad_input', 'body broke off')))
    body.pipe(parser)
  })
}

function parserFor(type: string) {
  try {
    return busboy({ headers: { 'content-type': type }, defParamCharset: 'utf8', limits: { files: 1, fields: 5, fieldSize: 1000, fileSize: MAX_FILE_BYTES + 1 } })
  } catch (cause) {
    throw new AppError('bad_input', 'multipart', { cause })
  }
}
