import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { answerOf, openBank, type ControlCompany } from '../testing/open-bank'
import { attachmentReplySchema, attachmentsSchema, errorsSchema, transactionsSchema } from '../testing/wire-schemas'

let bank: Awaited<ReturnType<typeof openBank>>
let company: ControlCompany

beforeAll(async () => {
  bank = await openBank({ demo: false })
})
afterAll(() => bank.close())

beforeEach(async () => {
  await bank.control('POST', 'reset')
  await bank.control('POST', 'companies', { seed: 'files', accounts: 1, transactions: 3, receipts: 0 })
  company = await bank.company()
})

const pdf = (text: string, name = 'invoice-0042.pdf', type = 'application/pdf') => new File([text], name, { type })

async function transactions(query = 'status[]=pending&status[]=declined&status[]=completed') {
  const { body } = await bank.get(`/v2/transactions?bank_account_id=${company.accounts[0]?.id}&${query}`)
  return transactionsSchema.parse(body).transactions
}

async function firstId(): Promise<string> {
  return (await transactions())[0]?.id as string
}

async function attachmentsOf(id: string) {
  return attachmentsSchema.parse((await bank.get(`/v2/transactions/${id}/attachments`)).body).attachments
}

test('an uploaded receipt comes back byte for byte, with its name, size as text and a link for 30 minutes', async () => {
  const id = await firstId()
  const text = `%PDF-1.4 ${'é'.repeat(5000)}`
  const answer = await bank.upload(`/v2/transactions/${id}/attachments`, pdf(text, 'Reçu n° 7 – été.pdf'))
  expect(answer.status).toBe(200)
  const [attachment] = await attachmentsOf(id)
  expect(attachment).toMatchObject({ file_name: 'Reçu n° 7 – été.pdf', file_content_type: 'application/pdf', file_size: String(Buffer.byteLength(text)) })
  const one = attachmentReplySchema.parse((await bank.get(`/v2/attachments/${attachment?.id}`)).body).attachment
  const download = await fetch(one.url)
  expect(download.headers.get('content-length')).toBe(one.file_size)
  expect(await download.text()).toBe(text)
})

test('attaching moves the transaction’s updated_at, unless the switch says otherwise', async () => {
  const id = await firstId()
  const since = new Date().toISOString()
  await bank.upload(`/v2/transactions/${id}/attachments`, pdf('%PDF one'))
  expect((await transactions(`status[]=pending&status[]=declined&status[]=completed&updated_at_from=${since}`)).map((transaction) => transaction.id)).toEqual([id])
  await bank.control('PUT', 'switches', { attaching_bumps_updated_at: false })
  const before = (await transactions()).find((transaction) => transaction.id === id)?.updated_at
  await bank.upload(`/v2/transactions/${id}/attachments`, pdf('%PDF two'))
  expect((await transactions()).find((transaction) => transaction.id === id)).toMatchObject({ updated_at: before, attachment_ids: expect.objectContaining({ length: 2 }) as unknown })
})

test('an upload stays invisible while it is processed', async () => {
  await bank.control('PUT', 'switches', { upload_delay_ms: 60_000 })
  const id = await firstId()
  const { body } = await bank.upload('/v2/attachments', pdf('%PDF alone'))
  await bank.upload(`/v2/transactions/${id}/attachments`, pdf('%PDF later'))
  const alone = (body as { attachment: { id: string } }).attachment.id
  expect(await attachmentsOf(id)).toEqual([])
  expect((await bank.get(`/v2/attachments/${alone}`)).status).toBe(404)
  await bank.control('PUT', 'clock', { now: Date.now() + 61_000 })
  expect(await attachmentsOf(id)).toHaveLength(1)
  expect((await bank.get(`/v2/attachments/${alone}`)).status).toBe(200)
})

test('the same idempotency key attaches once, also when both calls run at the same time', async () => {
  const id = await firstId()
  const path = `/v2/transactions/${id}/attachments`
  const answers = await Promise.all([bank.upload(path, pdf('%PDF a'), 'key-1'), bank.upload(path, pdf('%PDF b'), 'key-1')])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(await attachmentsOf(id)).toHaveLength(1)
  await bank.control('PUT', 'clock', { now: Date.now() + 31 * 60_000 })
  await bank.upload(path, pdf('%PDF c'), 'key-1')
  expect(await attachmentsOf(id)).toHaveLength(2)
})

test('uploads without a key, of another type, too large or empty are refused and leave nothing behind', async () => {
  const id = await firstId()
  const path = `/v2/transactions/${id}/attachments`
  expect((await bank.upload(path, pdf('%PDF'), '')).status).toBe(400)
  expect(errorsSchema.parse((await bank.upload(path, pdf('x', 'x.txt', 'text/plain'))).body).errors[0]?.source).toEqual({ pointer: 'file' })
  expect((await bank.upload(path, pdf(''))).status).toBe(422)
  await bank.control('PUT', 'switches', { max_upload_bytes: 10 })
  expect((await bank.upload(path, pdf('0123456789'))).status).toBe(200)
  expect((await bank.upload(path, pdf('0123456789x'))).status).toBe(422)
  expect(await attachmentsOf(id)).toHaveLength(1)
})

test('a transaction holds five receipts and refuses the sixth', async () => {
  const id = await firstId()
  for (let i = 0; i < 5; i += 1) expect((await bank.upload(`/v2/transactions/${id}/attachments`, pdf(`%PDF ${i}`, 'same name.pdf'))).status).toBe(200)
  expect((await bank.upload(`/v2/transactions/${id}/attachments`, pdf('%PDF 6'))).status).toBe(422)
  expect((await attachmentsOf(id)).map(({ file_name }) => file_name)).toEqual(Array(5).fill('same name.pdf'))
})

test('one receipt or all of them can be removed', async () => {
  const id = await firstId()
  for (const text of ['a', 'b', 'c']) await bank.upload(`/v2/transactions/${id}/attachments`, pdf(text))
  const [first] = await attachmentsOf(id)
  const remove = async (path: string) => (await fetch(`${bank.url}${path}`, { method: 'DELETE', headers: { authorization: await bank.keyOf() } })).status
  expect(await remove(`/v2/transactions/${id}/attachments/${first?.id}`)).toBe(204)
  expect((await bank.get(`/v2/attachments/${first?.id}`)).status).toBe(404)
  expect(await attachmentsOf(id)).toHaveLength(2)
  expect(await remove(`/v2/transactions/${id}/attachments`)).toBe(204)
  expect(await attachmentsOf(id)).toEqual([])
})

test('a link stops working after 30 minutes, cannot be changed, and takes no other credentials', async () => {
  const receipt = (await bank.control('POST', 'receipts', { size: 9_000 })).body as { id: string }
  const { url } = attachmentReplySchema.parse((await bank.get(`/v2/attachments/${receipt.id}`)).body).attachment
  expect((await fetch(url)).status).toBe(200)
  expect((await fetch(url.replace('X-Amz-Expires=1800', 'X-Amz-Expires=9999'))).status).toBe(403)
  expect((await fetch(url, { headers: { authorization: await bank.keyOf() } })).status).toBe(400)
  await bank.control('PUT', 'clock', { now: Date.now() + 30 * 60_000 + 2_000 })
  const expired = await answerOf(await fetch(url))
  expect([expired.status, expired.headers.get('content-type')]).toEqual([403, 'application/xml'])
  const fresh = attachmentReplySchema.parse((await bank.get(`/v2/attachments/${receipt.id}`)).body).attachment
  expect((await fetch(fresh.url)).status).toBe(200)
})

test('a part of a file can be asked for', async () => {
  const receipt = (await bank.control('POST', 'receipts', { size: 50_000 })).body as { id: string }
  const { url } = attachmentReplySchema.parse((await bank.get(`/v2/attachments/${receipt.id}`)).body).attachment
  const whole = Buffer.from(await (await fetch(url)).arrayBuffer())
  const part = await fetch(url, { headers: { range: 'bytes=100-40099' } })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 100-40099/50000'])
  expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(100, 40_100))).toBe(true)
})

test('the certified copy is pending, then available as a larger PDF, or never', async () => {
  const ids = await Promise.all(['available', 'unavailable', 'corrupted'].map(async (probative) => ((await bank.control('POST', 'receipts', { size: 9_000, probative })).body as { id: string }).id))
  const read = async (id: string | undefined) => attachmentReplySchema.parse((await bank.get(`/v2/attachments/${id}`)).body).attachment.probative_attachment
  expect((await read(ids[0])).status).toBe('pending')
  await bank.control('PUT', 'clock', { now: Date.now() + 120_000 })
  const copy = await read(ids[0])
  const bytes = copy.status === 'available' ? Buffer.from(await (await fetch(copy.url)).arrayBuffer()) : Buffer.alloc(0)
  expect(copy).toMatchObject({ status: 'available', file_size: String(bytes.length) })
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await read(ids[1])).status).toBe('unavailable')
  expect((await read(ids[2])).status).toBe('corrupted')
})

test('receipts can be made with given bytes, with any size and type, and with a name without extension', async () => {
  const bytes = Buffer.from('not really a picture')
  const given = (await bank.control('POST', 'receipts', { base64: bytes.toString('base64'), content_type: 'image/heic', file_name: 'Foobar' })).body as { id: string }
  const sized = await Promise.all([0, 1, 2_599, 2_600, 2_601, 7_000].map(async (size) => ((await bank.control('POST', 'receipts', { size })).body as { id: string }).id))
  const { attachment } = attachmentReplySchema.parse((await bank.get(`/v2/attachments/${given.id}`)).body)
  expect(attachment).toMatchObject({ file_name: 'Foobar', file_content_type: 'image/heic' })
  expect(createHash('sha256').update(Buffer.from(await (await fetch(attachment.url)).arrayBuffer())).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
  for (const id of sized) {
    const one = attachmentReplySchema.parse((await bank.get(`/v2/attachments/${id}`)).body).attachment
    expect((await (await fetch(one.url)).arrayBuffer()).byteLength).toBe(Number(one.file_size))
  }
})

test('a receipt dated in the past shows now: its transaction’s updated_at is now', async () => {
  const id = await firstId()
  const since = new Date().toISOString()
  await bank.control('POST', 'receipts', { transaction: id, created_at: '2025-01-01T10:00:00Z' })
  expect((await attachmentsOf(id))[0]?.created_at).toBe('2025-01-01T10:00:00.000Z')
  expect((await transactions(`status[]=pending&status[]=declined&status[]=completed&updated_at_from=${since}`)).map((transaction) => transaction.id)).toEqual([id])
})
