import { cookies } from 'next/headers'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import type { Locale } from './locales'

const YEAR_SECONDS = 365 * 24 * 3600

/** Remembers the member's language, everywhere and, for the sign-in page, in this browser. Safe to repeat. */
export async function saveLanguage(actor: Pick<Actor, 'userId'>, locale: Locale): Promise<void> {
  await db().user.updateMany({ where: { id: actor.userId }, data: { locale } })
  ;(await cookies()).set('language', locale, { path: '/', sameSite: 'lax', maxAge: YEAR_SECONDS })
}
