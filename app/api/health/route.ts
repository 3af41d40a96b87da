import { checkHealth } from '@/lib/health/check-health'

export const dynamic = 'force-dynamic'

/** 200 when the app can work, 503 with the failing check otherwise. Open to everyone: it tells nothing else. */
export async function GET(): Promise<Response> {
  const health = await checkHealth()
  return Response.json(health, { status: health.status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
