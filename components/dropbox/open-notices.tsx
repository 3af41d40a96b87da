import { buttonStyle } from '@/components/ui/button-style'
import { Notice } from '@/components/ui/notice'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import type { NoticeCause, NoticeView } from '@/lib/notices/present'

// The page asks about these itself, at once and with what to press; their rows follow at the next tick.
const ASKED_ELSEWHERE: readonly NoticeCause[] = ['dropbox_reconnect', 'dropbox_full', 'export_stopped', 'mass_deletion']

/** What people have been told and what has not been settled yet: one line each, gone when it is healed. */
export async function OpenNotices({ notices, hasProblems }: { notices: NoticeView[]; hasProblems: boolean }) {
  const t = await getTranslations('connect.notice')
  const format = await getFormat()
  const shown = notices.filter(({ cause }) => !ASKED_ELSEWHERE.includes(cause))
  if (shown.length === 0) return null
  return (
    <ul aria-label={t('label')} className="flex flex-col gap-3">
      {shown.map(({ id, cause, tone, title, text, openedAt, mailedAt }) => (
        <li key={id}>
          <Notice
            tone={tone === 'info' ? 'info' : tone === 'wait' ? 'warn' : 'bad'}
            title={title}
            action={cause === 'owed_three_nights' && hasProblems && <a href="#problems" className={buttonStyle({ size: 'small' })}>{t('problems')}</a>}
          >
            {text}{' '}
            <span className="text-xs" title={mailedAt ? t('mailed', { when: format.moment(mailedAt) }) : undefined}>
              {t('problemSince', { when: format.moment(openedAt) })}
            </span>
          </Notice>
        </li>
      ))}
    </ul>
  )
}
