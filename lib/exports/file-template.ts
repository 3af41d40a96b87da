/** What a file name may be made of. `original` is the name at the source without its extension. */
export const TOKENS = ['date', 'counterparty', 'amount', 'currency', 'original', 'account', 'year', 'month', 'quarter'] as const
export type Token = (typeof TOKENS)[number]
export type TemplatePart = { text: string } | { token: Token }

const isToken = (word: string): word is Token => TOKENS.some((token) => token === word)
const parsed = new Map<string, TemplatePart[] | null>()

/**
 * The parts of a template, or null when it is not one: an unknown token, a lone brace, more than 120 characters, a slash, or no `{original}`,
 * without which the name at the source would be lost.
 */
export function parseTemplate(template: string): TemplatePart[] | null {
  const known = parsed.get(template)
  if (known !== undefined) return known
  const result = parse(template)
  if (parsed.size < 100) parsed.set(template, result)
  return result
}

function parse(template: string): TemplatePart[] | null {
  if (template.length > 120 || /[\\/\u0000-\u001f]/.test(template)) return null
  const parts: TemplatePart[] = []
  for (const piece of template.split(/(\{[^{}]*\})/)) {
    const word = piece.startsWith('{') && piece.endsWith('}') ? piece.slice(1, -1) : null
    if (word === null && /[{}]/.test(piece)) return null
    if (word === null) parts.push({ text: piece })
    else if (isToken(word)) parts.push({ token: word })
    else return null
  }
  return parts.some((part) => 'token' in part && part.token === 'original') ? parts : null
}
