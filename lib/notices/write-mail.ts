import type { CertificateRow } from '@/lib/exports/present'
import type { Filling } from './notice-values'
import type { NoticeCause } from './present'
import { wordNotice, type Speech } from './word-notice'

export type Letter = { cause: NoticeCause; filling: Filling; name: string; organization: string; pageUrl: string; certificateUrl: string }

/** Subject and plain text of one mail. Plain, so that it reads the same everywhere and holds no link but ours. */
export function writeMail(speech: Speech, letter: Letter): { subject: string; text: string } {
  const { t } = speech
  const { cause, filling, name, organization } = letter
  const { title, text } = wordNotice(speech, cause, filling)
  const isDigest = cause === 'weekly_digest'
  const parts = [
    t('hello', { name }),
    text,
    ...(isDigest ? [digestState(speech, filling), digestRows(speech, filling.rows)] : []),
    t('open', { url: isDigest ? letter.certificateUrl : letter.pageUrl }),
    isDigest ? t('weekly', { organization }) : t('onceOnly', { organization }),
  ]
  return { subject: t('subject', { organization, title }), text: `${parts.join('\n\n')}\n` }
}

function digestState({ t, format }: Speech, { values, rows }: Filling): string {
  const count = (key: string) => Number(values[key] ?? 0)
  const checked = rows.filter(({ inDropbox }) => inDropbox > 0).map(({ checkedAt }) => checkedAt)
  const oldest = checked.includes(null) ? undefined : checked.flatMap((at) => at ?? []).sort()[0]
  return [
    count('owed') > 0 ? t('digest.owed', { count: count('owed') }) : t('digest.complete'),
    ...(count('keptAway') > 0 ? [t('digest.keptAway', { count: count('keptAway') })] : []),
    ...(count('changed') > 0 ? [t('digest.changed', { count: count('changed') })] : []),
    ...(oldest ? [t('digest.checked', { when: format.moment(oldest) })] : []),
  ].join('\n')
}

/** The certificate: accounts in their order, each with its periods, newest first. */
function digestRows({ t, format }: Speech, rows: CertificateRow[]): string {
  const lines = rows.map((row) => {
    const words = { period: format.period(row.period), done: row.inDropbox, total: row.receipts, bytes: format.bytes(row.bytes), owed: row.owed, keptAway: row.keptAway }
    return { account: row.accountLabel, line: `  ${t(row.owed + row.keptAway > 0 ? 'digest.rowOpen' : 'digest.row', words)}` }
  })
  const text = lines.flatMap(({ account, line }, index) => (lines[index - 1]?.account === account ? [line] : ['', account, line]))
  return [t('digest.heading'), ...text].join('\n')
}
