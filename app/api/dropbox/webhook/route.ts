import { sendReconcileRequested } from '@/inngest/request-export'
import { noteDropboxChange } from '@/lib/connections/note-dropbox-change'
import { readDropboxWebhook } from '@/lib/connections/read-dropbox-webhook'
import { findDropboxApp } from '@/lib/installation/dropbox-app'

/** Dropbox asks once, when the address is registered, whether we are there: the bare challenge comes back. */
export function GET(request: Request): Response {
  const challenge = new URL(request.url).searchParams.get('challenge')
  if (challenge === null) return new Response(null, { status: 400 })
  return new Response(challenge.slice(0, 1000), { headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' } })
}

/** Something changed in these accounts. It only makes us compare sooner; the function debounces. */
export async function POST(request: Request): Promise<Response> {
  const notice = readDropboxWebhook(request.headers.get('x-dropbox-signature'), await request.text(), (await findDropboxApp())?.secret ?? null)
  if (notice.status !== 200) return new Response(null, { status: notice.status })
  await sendReconcileRequested(...(await noteDropboxChange(notice.accountIds)))
  return new Response(null, { status: 200 })
}
