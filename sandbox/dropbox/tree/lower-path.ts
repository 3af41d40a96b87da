const ASCII = /^[\x00-\x7f]*$/

// Cyrillic letters added to Unicode late, and everything outside the BMP, are not folded by the service.
function keepsCase(point: number): boolean {
  return point > 0xffff || (point >= 0x510 && point <= 0x52f) || point === 0x4c0
}

/**
 * The service's own lower-casing: one code point at a time (so no final-sigma rule), with some letters
 * left untouched. Two paths are the same place exactly when their results are equal.
 */
export function lowerPath(path: string): string {
  if (ASCII.test(path)) return path.toLowerCase()
  let lower = ''
  for (const letter of path) {
    const point = letter.codePointAt(0) ?? 0
    if (keepsCase(point)) lower += letter
    else lower += point === 0x130 ? 'i' : letter.toLowerCase()
  }
  return lower
}
