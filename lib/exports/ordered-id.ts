import { Prisma } from '@/lib/generated/prisma/client'

/**
 * SQL for a UUID of version 7 whose order is that of the column `place` (0, 1, 2 …) within one statement: exports page in the order in
 * which they were found. 4,096 places share a millisecond. (Only PostgreSQL 18 has uuidv7(), and without such an order.)
 */
export const orderedId = Prisma.sql`(
  lpad(to_hex((extract(epoch FROM statement_timestamp()) * 1000)::bigint + place / 4096), 12, '0')
  || '7' || lpad(to_hex(place % 4096), 3, '0') || substr(replace(gen_random_uuid()::text, '-', ''), 17))::uuid::text`
