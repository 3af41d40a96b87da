import { Prisma } from '@/lib/generated/prisma/client'
import type { PeriodKind } from '@/lib/generated/prisma/enums'

const FORMATS: Record<PeriodKind, string> = { month: 'YYYY-MM', quarter: 'YYYY-"Q"Q', year: 'YYYY' }

/** SQL for the period of a receipt "r" in a time zone: the same text as periodOf. */
export const periodSql = (timeZone: string, kind: PeriodKind) => Prisma.sql`to_char(r."emittedAt" AT TIME ZONE ${timeZone}, ${FORMATS[kind]})`

/** SQL for the period that begins at `start`. */
export const periodNameSql = (start: Prisma.Sql, kind: PeriodKind) => Prisma.sql`to_char(${start}, ${FORMATS[kind]})`
