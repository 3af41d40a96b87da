import 'server-only'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/prisma/client'
import { env } from './env'

const globals = globalThis as { __receiptsDb?: PrismaClient }

/**
 * The one database client of this process. Sessions run in UTC: the driver adapter drops offsets. One query uses one processor, because there are
 * others to answer; indexes are read at the cost they have on solid-state disks; what a search found is kept in memory, up to some 400,000 rows.
 */
export function db(): PrismaClient {
  globals.__receiptsDb ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: env().DATABASE_URL, options: '-c TimeZone=UTC -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1 -c work_mem=32MB', max: 12 }),
  })
  return globals.__receiptsDb
}

/** A transaction's client: the same operations, one commit. */
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]
