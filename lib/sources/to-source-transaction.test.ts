import { expect, test } from 'vitest'
import { idOf, toSourceTransaction } from './to-source-transaction'

const transaction = {
  id: '5a1d0000-0000-4000-8000-00000000c001',
  amount: 42.9,
  amount_cents: 4290,
  currency: 'EUR',
  side: 'debit',
  operation_type: 'card',
  label: 'OFFICE SUPPLY SHOP',
  clean_counterparty_name: 'Office Supply Shop',
  status: 'completed',
  emitted_at: '2025-03-03T12:30:00.000Z',
  settled_at: null,
  updated_at: '2025-03-04T10:15:30.000Z',
  bank_account_id: '018f71db-0000-7000-8000-00000000b001',
  attachment_ids: ['71c30000-0000-4000-8000-00000000d001'],
  attachments: [
    {
      id: '71c30000-0000-4000-8000-00000000d001',
      created_at: '2025-03-04T10:15:29.000Z',
      file_name: 'invoice-0042.pdf',
      file_size: '48213',
      file_content_type: 'application/pdf',
      url: 'https://files.example/att',
      probative_attachment: { status: 'pending' },
    },
  ],
}

test('a transaction of Qonto’s documents is read', () => {
  expect(toSourceTransaction(transaction)).toEqual({
    externalId: transaction.id,
    accountExternalId: transaction.bank_account_id,
    amountCents: 4290,
    currency: 'EUR',
    side: 'debit',
    label: 'OFFICE SUPPLY SHOP',
    counterparty: 'Office Supply Shop',
    status: 'completed',
    operationType: 'card',
    emittedAt: new Date('2025-03-03T12:30:00Z'),
    settledAt: null,
    updatedAt: new Date('2025-03-04T10:15:30Z'),
    attachmentIds: [transaction.attachment_ids[0]],
    receipts: [
      {
        externalId: transaction.attachment_ids[0],
        fileName: 'invoice-0042.pdf',
        contentType: 'application/pdf',
        size: 48_213,
        addedAt: new Date('2025-03-04T10:15:29Z'),
        url: 'https://files.example/att',
        certifiedState: 'pending',
        certified: null,
      },
    ],
  })
})

test('unknown values, absent fields and a size given as a number are no obstacle', () => {
  const [attachment] = transaction.attachments
  const read = toSourceTransaction({
    ...transaction,
    status: 'reversed',
    operation_type: 'quantum_transfer',
    side: 'sideways',
    amount_cents: undefined,
    clean_counterparty_name: null,
    attachment_ids: undefined,
    something_new: { nested: true },
    attachments: [{ ...attachment, file_size: 7, file_name: null, file_content_type: undefined, url: undefined }],
  })
  expect(read).toMatchObject({ status: 'reversed', operationType: 'quantum_transfer', side: 'debit', amountCents: 4290, counterparty: 'OFFICE SUPPLY SHOP' })
  expect(read.attachmentIds).toEqual([attachment?.id])
  expect(read.receipts).toMatchObject([{ fileName: attachment?.id, contentType: 'application/octet-stream', size: 7, url: null }])
})

test('an attachment that cannot be read stays named, so that it is asked for by itself', () => {
  const read = toSourceTransaction({ ...transaction, attachments: [{ ...transaction.attachments[0], file_size: null }] })
  expect(read).toMatchObject({ attachmentIds: transaction.attachment_ids, receipts: [] })
})

test('text that the database cannot hold is cleaned', () => {
  expect(toSourceTransaction({ ...transaction, label: 'a\0b\ud800c', clean_counterparty_name: null }).label).toBe('ab\ufffdc')
})

test.each([
  { what: 'no date', item: { ...transaction, updated_at: null, emitted_at: null } },
  { what: 'a date of another kind', item: { ...transaction, emitted_at: 'yesterday' } },
  { what: 'no amount', item: { ...transaction, amount: null, amount_cents: null } },
  { what: 'an id that fits no address', item: { ...transaction, id: 'a b' } },
  { what: 'text in place of a transaction', item: 'transaction' },
])('a transaction with $what is unreadable, not guessed', ({ item }) => {
  expect(() => toSourceTransaction(item)).toThrow(expect.objectContaining({ code: 'qonto_reply_unreadable' }))
})

test('an unreadable item is still known by its id', () => {
  expect(idOf({ id: 'x' })).toBe('x')
  expect([{ id: 7 }, {}, null, 'x', { id: '' }].map(idOf)).toEqual([null, null, null, null, null])
})
