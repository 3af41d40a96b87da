import { Prisma } from '@/lib/generated/prisma/client'

/** SQL for the sums of columns of months, under their own names: 0 where there are no months. */
export const sums = (columns: string[]) => Prisma.raw(columns.map((name) => `coalesce(sum("${name}"), 0)::bigint AS "${name}"`).join(', '))
