import { beforeAll, expect, test, vi } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db'
import { anOrganizationAtQonto, useLocalQonto } from '@/lib/sources/local-qonto.test-support'
import { mirrorInventory } from '@/lib/sources/mirror-inventory'
import { useTestDatabase } from '@/lib/testing/database'
import { GET } from './[receiptId]/route'

const browser = vi.hoisted(() => ({ actor: null as Actor | null }))
vi.mock('@/lib/auth/current-actor', () => ({ currentActor: async () => browser.actor }))

await useTestDatabase()
const qonto = await useLocalQonto()

const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

beforeAll(async () => {
  const company = await qonto.company({})
  browser.actor = await anOrganizationAtQonto(company)
  const add = (file_name: string, content_type: string, bytes?: Buffer) => qonto.receipt({ company: company.id, file_name, content_type, ...(bytes && { base64: bytes.toString('base64') }) })
  await add('invoice.pdf', 'application/pdf')
  await add('photo.png', 'image/png')
  await add('drawing.svg', 'image/svg+xml', script)
  await add('page.html', 'text/html', script)
  await add('"; filename="evil.exe"\r\nx: y ’.pdf', 'application/pdf')
  await mirrorInventory(browser.actor.organizationId)
})

async function download(name: string, query = ''): Promise<Response> {
  const receipt = await db().receipt.findFirstOrThrow({ where: { fileName: { contains: name } } })
  return await GET(new Request(`http://localhost:3000/api/receipts/${receipt.id}${query}`), { params: Promise.resolve({ receiptId: receipt.id }) })
}

test.each([
  { name: 'invoice.pdf', type: 'application/pdf', disposition: 'inline', isSandboxed: false },
  { name: 'photo.png', type: 'image/png', disposition: 'inline', isSandboxed: true },
  { name: 'drawing.svg', type: 'application/octet-stream', disposition: 'attachment', isSandboxed: true },
  { name: 'page.html', type: 'application/octet-stream', disposition: 'attachment', isSandboxed: true },
])('$name is served as $type, $disposition, and can load nothing', async ({ name, type, disposition, isSandboxed }) => {
  const { headers, body } = await download(name)
  await body?.cancel()
  expect(headers.get('content-type')).toBe(type)
  expect(headers.get('content-disposition')).toMatch(new RegExp(`^${disposition}; filename="`))
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
  expect(headers.get('content-security-policy')?.endsWith('sandbox')).toBe(isSandboxed)
})

test('a download is sandboxed whatever it is', async () => {
  const { headers, body } = await download('invoice.pdf', '?download')
  await body?.cancel()
  expect(headers.get('content-disposition')).toMatch(/^attachment; /)
  expect(headers.get('content-security-policy')).toMatch(/; sandbox$/)
})

test('a file name cannot leave its place in the header', async () => {
  const { headers, body } = await download('evil.exe')
  await body?.cancel()
  expect(headers.get('x')).toBeNull()
  expect(headers.get('content-disposition')).toMatch(/^inline; filename="[^"\\\r\n]*"; filename\*=UTF-8''[^"\s;]*$/)
})
