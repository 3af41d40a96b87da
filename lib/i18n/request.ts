import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { currentActor } from '@/lib/auth/current-actor'
import { chooseLocale } from './choose-locale'
import { isLocale } from './locales'
import { loadMessages } from './load-messages'

/** Language and zone of a request: the member's, else the organization's; signed out the language chosen here, else the browser's. */
export default getRequestConfig(async ({ locale: asked }) => {
  const actor = await currentActor()
  const chosen = asked ?? actor?.locale ?? (await cookies()).get('language')?.value
  const locale = chosen && isLocale(chosen) ? chosen : chooseLocale((await headers()).get('accept-language'))
  return { locale, timeZone: actor?.timeZone ?? 'Europe/Paris', messages: await loadMessages(locale) }
})
