import 'server-only'
import { Prisma } from '@/lib/generated/prisma/client'

/**
 * SQL: the organization that a `runner.run` works for, by its event or by the event that its function failed on; empty for all of them. In
 * these words it is indexed for runs under way or failed.
 */
export const ofOrganization = Prisma.sql`coalesce(run.event -> 'data' ->> 'organizationId', run.event -> 'data' -> 'event' -> 'data' ->> 'organizationId', '')`
