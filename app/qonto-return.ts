import { cookies } from 'next/headers'
import { env } from '@/lib/env'

const COOKIE = 'receipts.qonto-return'
/** Pages that a visit to Qonto may begin on; the first unless another is named. */
const PAGES = { settings: '/settings', 'set-up': '/set-up/qonto' } as const

type From = keyof typeof PAGES

const isFrom = (text: string | undefined): text is From => text !== undefined && Object.hasOwn(PAGES, text)

/** Remembers for ten minutes, in this browser, which page leads to Qonto. Only a convenience: the single-use state protects the return. */
export async function rememberQontoReturn(from: string): Promise<void> {
  const secure = env().APP_URL.startsWith('https://')
  ;(await cookies()).set(COOKIE, isFrom(from) ? from : 'settings', { httpOnly: true, sameSite: 'lax', path: '/api/qonto/callback', secure, maxAge: 600 })
}

/** The page that led to Qonto. */
export async function qontoReturnPage(): Promise<string> {
  const from = (await cookies()).get(COOKIE)?.value
  return PAGES[isFrom(from) ? from : 'settings']
}
