import { serve } from 'inngest/next'
import { inngest } from '@/inngest/client'
import { functions } from '@/inngest/index'
import { env } from '@/lib/env'

export const dynamic = 'force-dynamic'
export const maxDuration = 800

let made: ReturnType<typeof serve> | undefined

// Anyone can cause a registration, so the address that is registered comes from configuration, never from the Host header.
const handlers = () => (made ??= serve({ client: inngest, functions, serveOrigin: env().APP_URL, servePath: '/api/inngest' }))

type Handler = ReturnType<typeof serve>['GET']

/** Where Inngest, or the embedded runner, calls our functions. Calls are signed; an unsigned one is refused. */
export const GET: Handler = (...call) => handlers().GET(...call)
export const POST: Handler = (...call) => handlers().POST(...call)
export const PUT: Handler = (...call) => handlers().PUT(...call)
