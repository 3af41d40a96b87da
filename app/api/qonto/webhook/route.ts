import { sendInventoryRequested } from '@/inngest/request-export'
import { findOrganizationByExternalId } from '@/lib/organizations/find-by-external-id'
import { readQontoWebhook } from '@/lib/qonto/read-webhook'

/** Qonto says that something changed. It only makes us look sooner; what counts is what we then read. */
export async function POST(request: Request): Promise<Response> {
  const notice = await readQontoWebhook(request.headers.get('x-qonto-signature'), await request.text())
  if (notice.status !== 200) return new Response(null, { status: notice.status })
  const organizationId = notice.externalOrganizationId && (await findOrganizationByExternalId(notice.externalOrganizationId))
  if (organizationId) await sendInventoryRequested(organizationId)
  return new Response(null, { status: 200 })
}
