/** Markup that is safe to embed as it is. */
export class Html {
  constructor(readonly text: string) {}
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function embed(value: unknown): string {
  if (value instanceof Html) return value.text
  if (Array.isArray(value)) return value.map(embed).join('')
  if (value === null || value === undefined || value === false) return ''
  return String(value).replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter)
}

/** Template tag: values are escaped unless they are Html themselves; lists are joined, null and false vanish. */
export function html(parts: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(parts.map((part, index) => part + (index < values.length ? embed(values[index]) : '')).join(''))
}
