import { apiRoute } from '@/lib/auth/api-route'
import { sendInventoryRequested } from '@/inngest/request-export'
import { addReceipt } from '@/lib/receipts/add-receipt'
import { readUpload } from './read-upload'

/** A member's file for a transaction (multipart: `transactionId`, then `file`): sent to Qonto, then seen by the mirror. */
export const POST = apiRoute('receipts.add', async (request, { actor }) => {
  const upload = await readUpload(request)
  const { uploadId } = await addReceipt(actor, upload)
  await sendInventoryRequested(actor.organizationId)
  return Response.json({ uploadId }, { status: 201 })
})
