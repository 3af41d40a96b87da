import { SMALLEST_PDF, SMALLEST_PICTURE } from '../companies/make-receipt'
import type { Random } from '../companies/random'
import type { DocumentSource } from '../state/types'

interface Chosen {
  document: DocumentSource
  contentType: string
  size: number
}

/** Bytes for a receipt without content of its own: drawn when type and size allow it, else noise of exactly that size. */
export function chooseDocument(random: Random, contentType = 'application/pdf', wanted?: number): Chosen {
  const size = wanted ?? random.between(45_000, 300_000)
  const seed = random.between(0, 0xfffffff)
  const smallest = contentType === 'application/pdf' ? SMALLEST_PDF : SMALLEST_PICTURE
  const canDraw = ['application/pdf', 'image/jpeg', 'image/png'].includes(contentType) && size >= smallest
  return { document: canDraw ? { kind: 'drawn', style: 'unique', seed } : { kind: 'noise', seed }, contentType, size }
}
