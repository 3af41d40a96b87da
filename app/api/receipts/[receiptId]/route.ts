import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { apiRoute } from '@/lib/auth/api-route'
import { openReceiptContent } from '@/lib/receipts/open-receipt-content'

// No sandbox for a PDF that is shown: browsers refuse to open their PDF viewer in a sandboxed page. It is still no web page: the type is
// fixed, and nothing may be loaded from it.
const SHOWN_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
const SANDBOXED_POLICY = `${SHOWN_POLICY}; sandbox`

/** A receipt's file, shown in the page, or as a download with `?download`. */
export const GET = apiRoute<{ receiptId: string }>('receipts.view', async (request, { actor, params }) => {
  const { fileName, contentType, isShowable, size, body } = await openReceiptContent(actor.organizationId, params.receiptId, { signal: request.signal })
  const isDownload = !isShowable || new URL(request.url).searchParams.has('download')
  // Node's type of the same web stream.
  const stream = Readable.toWeb(Readable.from(body, { objectMode: false })) as WebStream<Uint8Array> as ReadableStream<Uint8Array>
  return new Response(stream, {
    headers: {
      'content-type': contentType,
      'content-length': String(size),
      'content-disposition': `${isDownload ? 'attachment' : 'inline'}; filename="${asciiName(fileName)}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'content-security-policy': contentType === 'application/pdf' && !isDownload ? SHOWN_POLICY : SANDBOXED_POLICY,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    },
  })
})

// For clients that do not read filename* (RFC 6266).
const asciiName = (name: string) => name.replace(/[^\x20-\x7e]|["\\]/g, '_')
