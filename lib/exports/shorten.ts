const encoder = new TextEncoder()

/** The longest beginning of `text` within so many UTF-16 units and UTF-8 bytes that cuts no letter from its accents. */
export function shorten(text: string, units: number, bytes: number): string {
  const fits = (part: string) => part.length <= units && (part.length * 3 <= bytes || encoder.encode(part).length <= bytes)
  if (fits(text)) return text
  let short = ''
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if (!fits(short + segment)) break
    short += segment
  }
  return short.trimEnd()
}
