import 'server-only'
import { z } from 'zod'
import { env } from '@/lib/env'
import { isQontoSignature } from './verify-webhook'

const Notice = z.object({ organization_id: z.string().optional() })

/** Status to answer, and whose data changed: 404 where no secret is configured, 401 unsigned, 400 unreadable. */
export async function readQontoWebhook(header: string | null, body: string): Promise<{ status: 200 | 400 | 401 | 404; externalOrganizationId?: string }> {
  const secret = env().QONTO_WEBHOOK_SECRET
  if (!secret) return { status: 404 }
  if (!isQontoSignature({ header, body, secret })) return { status: 401 }
  try {
    return { status: 200, externalOrganizationId: Notice.parse(JSON.parse(body)).organization_id }
  } catch {
    return { status: 400 }
  }
}
