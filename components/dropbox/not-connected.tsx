import { BadgeCheck, CalendarClock, FolderOpen } from 'lucide-react'
import { getTranslations } from '@/lib/i18n/get-translations'
import { StateBadge } from './state-badge'

const POINTS = [
  { name: 'choose', icon: FolderOpen },
  { name: 'start', icon: CalendarClock },
  { name: 'proof', icon: BadgeCheck },
] as const

/** What connecting does, before anybody has. */
export async function NotConnected({ canConnect, hasDraft }: { canConnect: boolean; hasDraft: boolean }) {
  const t = await getTranslations('connect')
  return (
    <section aria-labelledby="not-connected" className="rounded-xl border bg-surface p-6 shadow-card sm:p-10">
      <StateBadge badge={hasDraft ? 'setting_up' : 'not_connected'}>{t(hasDraft ? 'badge.setting_up' : 'badge.not_connected')}</StateBadge>
      <h2 id="not-connected" className="mt-4 text-xl leading-8 font-semibold tracking-tight text-balance sm:text-2xl">{t('empty.title')}</h2>
      <p className="mt-1 max-w-prose text-base leading-6 text-muted">{canConnect ? (hasDraft ? t('empty.resume') : t('empty.text')) : t('empty.nobody')}</p>
      <ol className="mt-8 grid gap-x-8 gap-y-6 border-t pt-8 md:grid-cols-3">
        {POINTS.map(({ name, icon: Icon }, index) => (
          <li key={name} className="flex gap-3 md:flex-col">
            <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent-soft text-accent-strong">
              <Icon className="size-5" />
            </span>
            <div>
              <h3 className="font-medium"><span className="text-muted">{index + 1}.</span> {t(`empty.points.${name}.title`)}</h3>
              <p className="mt-0.5 text-muted">{t(`empty.points.${name}.text`)}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
