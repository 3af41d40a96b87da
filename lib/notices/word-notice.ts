import { createTranslator } from 'next-intl'
import { isErrorCode } from '@/lib/errors'
import { formatFor } from '@/lib/i18n/format'
import { loadMessages } from '@/lib/i18n/load-messages'
import { isLocale } from '@/lib/i18n/locales'
import type { Messages } from '@/lib/i18n/messages'
import type { Filling } from './notice-values'
import type { NoticeCause } from './present'

/** Whose words: a language of ours, else English, and the zone that moments are shown in. */
export type Reader = { locale: string; timeZone: string }

/** Texts and formats of one reader. */
export async function speak({ locale: asked, timeZone }: Reader) {
  const locale = isLocale(asked) ? asked : 'en'
  const messages = await loadMessages(locale)
  return { t: createTranslator<Messages, 'mail'>({ locale, messages, timeZone, namespace: 'mail' }), errors: messages.errors, format: formatFor(locale, timeZone) }
}

export type Speech = Awaited<ReturnType<typeof speak>>

/** Title and text of a notice, the same on the page and in the mail. */
export function wordNotice({ t, errors, format }: Speech, cause: NoticeCause, { values, week }: Filling): { title: string; text: string } {
  const { code, bytes, since } = values
  const problem = typeof code === 'string' && isErrorCode(code) ? errors[code] : errors.unexpected
  const words = {
    email: '', missing: 0, total: 0, count: 0, done: 0,
    ...values,
    sentence: problem.sentence,
    next: problem.next,
    bytes: format.bytes(Number(bytes ?? 0)),
    since: since ? format.day(String(since)) : '',
    week: week ? format.day(`${week}T12:00:00Z`) : '',
  }
  return { title: t(`causes.${cause}.title`, words), text: t(`causes.${cause}.text`, words) }
}
