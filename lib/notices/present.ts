/** Why people are told. All but the last two stay open until healed; the weekly digest has one row that each week renews. */
export const NOTICE_CAUSES = [
  'dropbox_reconnect',
  'dropbox_full',
  'export_stopped',
  'mass_deletion',
  'owed_three_nights',
  'first_export',
  'weekly_digest',
] as const

export type NoticeCause = (typeof NOTICE_CAUSES)[number]

/** What a notice is about, for its words: `bytes`, `since` (ISO 8601), `code` (lib/errors.ts) and counts. */
export type NoticeValues = Record<string, string | number>

/** An open notice in the reader's language. `act` needs a person, `wait` may pass by itself, `info` is good news. */
export type NoticeView = { id: string; cause: NoticeCause; tone: 'act' | 'wait' | 'info'; title: string; text: string; openedAt: string; mailedAt: string | null }

/** Who gets mail: those who may act on it. */
export const MAIL_ROLES = ['owner', 'admin', 'accountant'] as const

/** Who gets which mails, and on which weekday (1 is Monday) the digest comes. */
export type MailSettings = { digestDay: number; members: MailMember[] }
export type MailMember = { membershipId: string; name: string; email: string; causes: NoticeCause[] }
