import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import type { FindingView } from '@/lib/doctor/present'
import { getTranslations } from '@/lib/i18n/get-translations'

const LOOK = {
  ok: { tone: 'ok', icon: CircleCheck },
  note: { tone: 'neutral', icon: Info },
  warn: { tone: 'warn', icon: TriangleAlert },
  bad: { tone: 'bad', icon: CircleAlert },
} as const

/** What was found, one line a check: the verdict as a word, what is so, and what to do. */
export async function FindingList({ findings }: { findings: FindingView[] }) {
  const t = await getTranslations('setup.check')
  const count = findings.filter(({ verdict }) => verdict === 'bad').length
  const wantsLook = findings.some(({ verdict }) => verdict === 'warn')
  return (
    <div className="flex flex-col gap-4" role="status">
      <Notice tone={count > 0 ? 'bad' : wantsLook ? 'warn' : 'ok'} title={count > 0 ? t('toFix', { count }) : t(wantsLook ? 'wantsLook' : 'allGood')} />
      <Card flush>
        <ul className="-mt-3 divide-y">
          {findings.map(({ check, verdict, name, text }, index) => {
            const { tone, icon: Icon } = LOOK[verdict]
            return (
              <li key={`${check} ${index}`} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[10rem_minmax(0,1fr)_auto] sm:px-6">
                <p className="font-medium">{name}</p>
                <p className="text-right sm:order-last">
                  <Badge tone={tone} icon={<Icon aria-hidden="true" />}>{t(`verdict.${verdict}`)}</Badge>
                </p>
                <p className="col-span-2 min-w-0 wrap-anywhere text-muted sm:col-span-1">{text}</p>
              </li>
            )
          })}
        </ul>
      </Card>
    </div>
  )
}
