import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { db } from '@/lib/db'
import { sourceFor } from '@/lib/sources/source-for'
import type { Company } from './connected-company'

/** Writes the company's receipts, byte for byte, under the paths that they have in Dropbox; answers their bytes. */
export async function copyToDisk(company: Company, dir: string): Promise<number> {
  const source = await sourceFor(company.organizationId)
  const exports = await db().export.findMany({
    where: { connectionId: company.connectionId, state: 'done' },
    orderBy: { id: 'asc' },
    include: { receipt: { include: { account: true } } },
  })
  let bytes = 0
  let next = 0
  const worker = async () => {
    for (let one = exports[next++]; one; one = exports[next++]) {
      const { receipt } = one
      const { body } = await source.openReceipt(receipt.externalId, { near: { accountExternalId: receipt.account.externalId, emittedAt: receipt.emittedAt } })
      const chunks: Uint8Array[] = []
      for await (const chunk of body) chunks.push(chunk)
      const file = path.join(dir, (one.path ?? '').split('/').slice(2).join('/'))
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(file, Buffer.concat(chunks))
      bytes += chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return bytes
}
