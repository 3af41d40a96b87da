import type { ErrorWords } from '@/components/ui/form-answer'
import type { ErrorCode } from '@/lib/errors'
import { getTranslations } from '@/lib/i18n/get-translations'

const ALWAYS: ErrorCode[] = ['unexpected', 'signed_out', 'not_allowed', 'not_found', 'bad_input', 'database_unreachable', 'server_unreachable']

/** The sentences for the codes that something may answer, in the reader's language, with those that anything may answer. */
export async function errorWords(codes: readonly ErrorCode[]): Promise<ErrorWords> {
  const t = await getTranslations('errors')
  return Object.fromEntries([...ALWAYS, ...codes].map((code) => [code, { sentence: t(`${code}.sentence`), next: t(`${code}.next`) }]))
}
