import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { toCsv } from '@/app/csv'
import { listAudit } from '@/lib/audit/list-audit'
import { apiRoute } from '@/lib/auth/api-route'
import { now } from '@/lib/clock'

const COLUMNS = ['seq', 'at', 'actorUserId', 'actorName', 'action', 'detail', 'previousHash', 'hash'] as const

const PAGE = 1000

/** The audit log as a spreadsheet, oldest first, moments in ISO 8601. Column names are those of the chain, so that a program can check it. */
export const GET = apiRoute('activity.view', async (_request, { actor }) => {
  // Node's type of the same web stream.
  const stream = Readable.toWeb(Readable.from(linesOf(actor.organizationId), { objectMode: false })) as WebStream<Uint8Array> as ReadableStream<Uint8Array>
  return new Response(stream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="audit-${now().toISOString().slice(0, 10)}.csv"`,
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
})

/** The byte order mark stands once, in front of the column names. */
async function* linesOf(organizationId: string): AsyncGenerator<string> {
  yield toCsv([COLUMNS])
  for (let after = 0; ; ) {
    const page = await listAudit(organizationId, { after, limit: PAGE })
    const last = page.at(-1)
    if (!last) return
    yield toCsv(page.map((row) => COLUMNS.map((column) => (column === 'detail' ? JSON.stringify(row.detail) : row[column])))).slice(1)
    after = last.seq
  }
}
