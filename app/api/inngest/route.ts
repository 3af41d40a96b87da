import { serve } from 'inngest/next'
import { inngest } from '@/inngest/client'
import { functions } from '@/inngest/index'

export const dynamic = 'force-dynamic'
export const maxDuration = 800

/** Where Inngest, or the embedded runner, calls our functions. Calls are signed; an unsigned one is refused. */
export const { GET, POST, PUT } = serve({ client: inngest, functions })
