import { db } from '@/lib/db'

/** One hash per table over all its rows, to prove that nothing changed. Sign-in times may. */
export async function databaseFingerprint(): Promise<Record<string, string>> {
  const tables = await db().$queryRaw<{ table: string }[]>`
    SELECT table_name AS "table" FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('Session', 'SignInAttempt')`
  const hashes = await Promise.all(
    tables.map(async ({ table }) => {
      const [row] = await db().$queryRawUnsafe<{ hash: string | null }[]>(`SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) AS hash FROM "${table}" t`)
      return [table, row?.hash ?? ''] as const
    }),
  )
  return Object.fromEntries(hashes)
}
