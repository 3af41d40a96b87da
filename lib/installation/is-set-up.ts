import 'server-only'
import { db } from '@/lib/db'

const globals = globalThis as { __isSetUp?: boolean }

/** False until the first organization exists. Organizations are never removed, so the database is asked no more once it is true. */
export async function isSetUp(): Promise<boolean> {
  globals.__isSetUp ||= (await db().organization.findFirst({ select: { id: true } })) !== null
  return globals.__isSetUp
}
