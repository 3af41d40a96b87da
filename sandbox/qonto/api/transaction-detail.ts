import { hexFrom } from '../companies/random'
import type { Transaction } from '../state/types'

const subjects: Record<string, string> = { card: 'Card', transfer: 'Transfer', income: 'Income', direct_debit: 'DirectDebit', qonto_fee: 'BillingTransfer', swift_income: 'SwiftIncome', cheque: 'Check' }
const detailNames: Record<string, string> = { transfer: 'transfer', income: 'income', swift_income: 'swift_income', direct_debit: 'direct_debit', direct_debit_collection: 'direct_debit_collection', direct_debit_hold: 'direct_debit_hold', cheque: 'check', financing_installment: 'financing_installment' }

/** `subject_type` and the one detail object that belongs to the kind of operation; card payments have none. */
export function transactionDetail(transaction: Transaction): Record<string, unknown> {
  const subject = subjects[transaction.operationType] ?? 'Other'
  const name = detailNames[transaction.operationType]
  return name === undefined ? { subject_type: subject } : { subject_type: subject, [name]: detailOf(name, transaction) }
}

function detailOf(name: string, transaction: Transaction): Record<string, unknown> {
  if (name === 'check') return { check_number: String(transaction.number).padStart(7, '0'), check_key: '42' }
  const digits = BigInt(`0x${hexFrom(20, 'counterparty', transaction.label)}`).toString().padStart(23, '0').slice(0, 23)
  return {
    counterparty_account_number: `FR76${digits}`,
    counterparty_account_number_format: 'IBAN',
    counterparty_bank_identifier: 'EXMPFRPPXXX',
    counterparty_bank_identifier_format: 'SWIFT_BIC',
  }
}
