import { Prisma } from '@/lib/generated/prisma/client'

/** Within this time an upload that was begun is still on its way to Qonto; a process that died then left nothing there. */
const SENDING_MS = 10 * 60_000

/** True for an upload `u` that was sent, or is being sent, and that the mirror has not seen at Qonto yet. */
export const isPendingUpload = (present: Date) => Prisma.sql`(u."receiptId" IS NULL AND u."problem" IS NULL
  AND (u."sentAt" IS NOT NULL OR u."createdAt" > ${new Date(present.getTime() - SENDING_MS)}))`
