import { CircleAlert, CircleCheck, CircleMinus, Clock, FilePen, FolderX } from 'lucide-react'
import { Badge, type Tone } from '@/components/ui/badge'
import type { ReceiptState } from '@/lib/receipts/present'

/** Tone and icon of each state. */
export const LOOK: Record<ReceiptState, { tone: Tone; icon: typeof Clock }> = {
  in_dropbox: { tone: 'ok', icon: CircleCheck },
  waiting: { tone: 'accent', icon: Clock },
  problem: { tone: 'bad', icon: CircleAlert },
  kept_away: { tone: 'neutral', icon: FolderX },
  changed: { tone: 'warn', icon: FilePen },
  outside: { tone: 'neutral', icon: CircleMinus },
}

/** Where a receipt stands, in words and with an icon. */
export function ReceiptStateBadge({ state, children }: { state: ReceiptState; children: string }) {
  const { tone, icon: Icon } = LOOK[state]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {children}
    </Badge>
  )
}
