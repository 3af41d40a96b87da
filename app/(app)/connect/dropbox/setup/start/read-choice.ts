import { z } from 'zod'
import type { DraftView } from '@/lib/connections/present'
import type { Format } from '@/lib/i18n/format'

export type Choice = { preset: 'today' | 'month' | 'year' | 'everything' | 'own'; date: string; time: string }

/** The start that the address names, else the one in the draft, else this month; anything else in the address is ignored. */
export function readChoice(search: Record<string, string | string[] | undefined>, draft: Pick<DraftView, 'startPreset' | 'startAt'>, format: Format, present: Date): Choice {
  const own = draft.startPreset === 'own' ? draft.startAt : null
  const Address = z.object({
    preset: z.enum(['today', 'month', 'year', 'everything', 'own']).catch(draft.startPreset ?? 'month'),
    date: z.iso.date().catch(format.isoDay(own ?? present)),
    time: z.iso.time({ precision: -1 }).catch(own ? format.clock(own) : '00:00'),
  })
  return Address.parse(search)
}
