import { z } from 'zod'
import { NOTICE_CAUSES } from './present'

const Detail = z.object({
  connectionId: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  /** Day of the digest, `2026-11-23`. */
  week: z.string().optional(),
  /** How far the mail has come: times it was begun, members who have it, and whether all have. */
  mail: z.object({ claims: z.number().int().default(0), sentTo: z.array(z.string()).default([]), isDone: z.boolean().default(false) }).optional(),
})

/** Notice.detail as this room writes it; a row that another room opened holds the connection only. */
export type NoticeDetail = z.output<typeof Detail>

/** Reads Notice.detail. @throws ZodError when the row holds something else. */
export const readDetail = (json: unknown): NoticeDetail => Detail.parse(json)

const Cause = z.enum(NOTICE_CAUSES)

/** Reads Notice.cause. @throws ZodError for one that this version does not know. */
export const readCause = (text: string) => Cause.parse(text)
