/** Bounds in cents, both included. */
export type AmountRange = { from: number; to: number }

/**
 * What a person means who types an amount: `42` any cents of 42, `42,5` and `42.50` exactly that, with or without
 * thousands separators and a currency sign. Null when the text is no amount.
 */
export function amountRange(text: string): AmountRange | null {
  const match = /^[-+]?\s*[€$£]?\s*(\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+|\d{1,12})(?:[.,](\d{1,2}))?\s*(?:€|\$|£|eur|usd|gbp)?$/i.exec(text.trim())
  const [, whole = '', fraction] = match ?? []
  if (!match) return null
  const units = Number(whole.replace(/\D/g, '')) * 100
  if (fraction === undefined) return { from: units, to: units + 99 }
  const cents = units + Number(fraction.padEnd(2, '0'))
  return { from: cents, to: cents }
}
