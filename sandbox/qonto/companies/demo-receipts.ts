import type { Side } from '../state/types'

/** How many receipts the nth demo transaction carries: money received none, the others mostly one, some up to five. */
export function demoReceiptCount(side: Side, i: number): number {
  if (side === 'credit') return i % 4 === 0 ? 1 : 0
  if (i % 8 === 3) return 0
  if (i % 29 === 6) return 5
  if (i % 14 === 1) return 3
  return i % 4 === 2 ? 2 : 1
}

/** Fixed awkward names, so that the demo holds two equal names, accents and a name without an extension. */
export function demoReceiptName(i: number, ordinal: number): { fileName?: string; contentType?: string } {
  if (ordinal !== 0) return {}
  if (i === 8 || i === 9) return { fileName: 'receipt.pdf', contentType: 'application/pdf' }
  if (i === 13) return { fileName: 'Foobar', contentType: 'application/pdf' }
  if (i === 16) return { fileName: 'Déjeuner à l’Étoile – été.jpg', contentType: 'image/jpeg' }
  return {}
}
