import { buttonStyle } from '@/components/ui/button-style'
import { ButtonLink } from '@/components/ui/button-link'
import { Command } from '@/components/ui/command'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { Notice } from '@/components/ui/notice'
import type { ConnectionView } from '@/lib/connections/present'
import { ERROR_CODES } from '@/lib/errors'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'

type Props = {
  connection: ConnectionView
  owedBytes: number
  planHref: string | null
  reconnect: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  canManage: boolean
}

/** What keeps the connection from being up to date and needs a person: one notice with one way on. */
export async function StateNotices({ connection, owedBytes, planHref, reconnect, errors, canManage }: Props) {
  const t = await getTranslations('connect')
  const words = await getTranslations('errors')
  const format = await getFormat()
  const { state, problem, problemSince, space } = connection
  const since = problemSince ? ` ${t('notice.problemSince', { when: format.moment(problemSince) })}` : ''
  const plan = planHref && (
    <a href={planHref} target="_blank" rel="noreferrer" className={buttonStyle({ size: 'small' })}>
      {t('notice.plan')}
    </a>
  )
  if (state === 'needs_reconnect') {
    return (
      <Notice tone="bad" title={t('headline.reconnect')} action={canManage && <Command action={reconnect} errors={errors} tone="primary">{t('actions.reconnect')}</Command>}>
        {t('notice.reconnectText', { email: connection.dropbox.email })}
        {since}
      </Notice>
    )
  }
  if (problem === 'dropbox_full') {
    return (
      <Notice tone="bad" title={t('notice.full', { bytes: format.bytes(connection.missingBytes ?? owedBytes) })} action={plan}>
        {t('notice.fullText')}
        {since}
      </Notice>
    )
  }
  if (problem !== null && ERROR_CODES[problem].next !== 'retry') {
    const isQonto = problem === 'qonto_credentials_missing' || problem === 'qonto_credentials_refused'
    return (
      <Notice tone="bad" title={words(`${problem}.sentence`)} action={isQonto && <ButtonLink href="/settings" size="small">{t('notice.settings')}</ButtonLink>}>
        {words(`${problem}.next`)}
        {since}
      </Notice>
    )
  }
  if (space && owedBytes > space.allocated - space.used) {
    const free = format.bytes(Math.max(0, space.allocated - space.used))
    return <Notice tone="warn" title={t('notice.willNotFit', { needed: format.bytes(owedBytes), free })} action={plan} />
  }
  return null
}
