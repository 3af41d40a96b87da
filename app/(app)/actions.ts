'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { signOut } from '@/lib/auth/sign-in'
import { userAction } from '@/lib/auth/user-action'
import { LOCALES } from '@/lib/i18n/locales'
import { saveLanguage } from '@/lib/i18n/save-language'

const YEAR_SECONDS = 365 * 24 * 3600

/** Ends this browser's session. */
export const leave = userAction('session.own', z.undefined(), async () => {
  await signOut()
  redirect('/sign-in')
})

/** The member's own language, on every device. */
export const chooseLanguage = userAction('session.own', z.enum(LOCALES), async ({ actor, input }) => await saveLanguage(actor, input))

/** Light, dark, or as the system has it, in this browser. */
export const chooseTheme = userAction('session.own', z.enum(['light', 'dark', 'system']), async ({ input }) => {
  ;(await cookies()).set('theme', input, { path: '/', sameSite: 'lax', maxAge: YEAR_SECONDS })
})
