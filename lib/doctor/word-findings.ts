import { createTranslator } from 'use-intl/core'
import { isErrorCode } from '@/lib/errors'
import { loadMessages } from '@/lib/i18n/load-messages'
import type { Locale } from '@/lib/i18n/locales'
import type { Messages } from '@/lib/i18n/messages'
import { FINDINGS, type Finding, type FindingView } from './present'

/** Findings in words: one sentence each, with what to do where something is to be done. The same in the pages and at the terminal. */
export async function wordFindings(findings: Finding[], locale: Locale): Promise<FindingView[]> {
  const messages = await loadMessages(locale)
  const t = createTranslator<Messages, 'setup.doctor'>({ locale, messages, namespace: 'setup.doctor' })
  return findings.map(({ check, code, values }) => {
    const cause = typeof values.cause === 'string' && isErrorCode(values.cause) ? messages.errors[values.cause] : null
    const words = { ...NOTHING, ...values, sentence: cause?.sentence ?? '', next: cause?.next ?? '' }
    return { check, verdict: FINDINGS[code], name: t(`checks.${check}`), text: t(`findings.${code}`, words) }
  })
}

/** Every place that a sentence may have. */
const NOTHING = { version: '', ms: 0, dir: '', file: '', gigabytes: 0, ids: '', url: '', host: '', state: '', minutes: 0, seconds: 0, key: '', from: '', uri: '', scopes: '', organization: '', company: '', accounts: 0 }
