import { expect, test } from 'vitest'
import { readUpload } from './read-upload'

const post = (body: BodyInit, headers?: Record<string, string>) => new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

function form(bytes: number, name = 'Büro.pdf') {
  const data = new FormData()
  data.set('transactionId', 't1')
  data.set('file', new File([new Uint8Array(bytes).fill(37)], name))
  return data
}

test('a file and its transaction are read, with the name as it was', async () => {
  const upload = await readUpload(post(form(3)))
  expect(upload).toEqual({ transactionId: 't1', file: { name: 'Büro.pdf', bytes: Buffer.from('%%%') } })
})

test('a file of 15 MB passes, one byte more is refused without reading on', async () => {
  expect((await readUpload(post(form(15_000_000)))).file.bytes.byteLength).toBe(15_000_000)
  await expect(readUpload(post(form(15_000_001)))).rejects.toMatchObject({ code: 'upload_too_large' })
})

test('a body without a file, without a transaction, or of another kind is refused', async () => {
  const noFile = new FormData()
  noFile.set('transactionId', 't1')
  const noTransaction = form(3)
  noTransaction.delete('transactionId')
  for (const request of [post(noFile), post(noTransaction), post('{}', { 'content-type': 'application/json' }), post('x', { 'content-type': 'multipart/form-data' })]) {
    await expect(readUpload(request)).rejects.toMatchObject({ code: 'bad_input' })
  }
})
