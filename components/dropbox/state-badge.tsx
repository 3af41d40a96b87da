import { CircleAlert, CircleCheck, CircleDashed, CirclePause, Clock, PlugZap, RefreshCw, TriangleAlert } from 'lucide-react'
import { Badge, type Tone } from '@/components/ui/badge'
import type { ConnectionBadge } from '@/lib/connections/present'

const LOOK: Record<ConnectionBadge, { tone: Tone; icon: typeof CircleCheck }> = {
  not_connected: { tone: 'neutral', icon: CircleDashed },
  setting_up: { tone: 'accent', icon: RefreshCw },
  exporting: { tone: 'accent', icon: RefreshCw },
  up_to_date: { tone: 'ok', icon: CircleCheck },
  delayed: { tone: 'warn', icon: Clock },
  needs_attention: { tone: 'bad', icon: CircleAlert },
  reconnect_needed: { tone: 'bad', icon: PlugZap },
  paused: { tone: 'warn', icon: CirclePause },
}

/** The one state of the connection, in words and with an icon. */
export function StateBadge({ badge, children }: { badge: ConnectionBadge; children: string }) {
  const { tone, icon: Icon } = LOOK[badge] ?? { tone: 'neutral', icon: TriangleAlert }
  return (
    <Badge tone={tone} size="medium" icon={<Icon aria-hidden="true" className={badge === 'exporting' || badge === 'setting_up' ? 'animate-[spin_3s_linear_infinite]' : undefined} />}>
      {children}
    </Badge>
  )
}
