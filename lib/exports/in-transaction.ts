import 'server-only'
import { db, type Tx } from '@/lib/db'

/** Sets of many thousand rows on a busy machine take longer than Prisma's usual five seconds. */
const PATIENCE = { timeout: 120_000, maxWait: 30_000 }

/** One transaction, with the patience that set-based statements need. */
export const inTransaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db().$transaction(work, PATIENCE)
