/** What a file's first bytes say it is, for the kinds that a receipt can be; null for anything else, above all for a web page. */
export function sniffType(head: Uint8Array): string | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 1024))
  const starts = (signature: string, at = 0) => bytes.subarray(at, at + signature.length).equals(Buffer.from(signature, 'latin1'))
  if (starts('\xff\xd8\xff')) return 'image/jpeg'
  if (starts('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (starts('GIF8')) return 'image/gif'
  if (starts('RIFF') && starts('WEBP', 8)) return 'image/webp'
  if (starts('II*\0') || starts('MM\0*')) return 'image/tiff'
  if (starts('ftyp', 4) && ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'].some((brand) => starts(brand, 8))) return 'image/heic'
  // PDF readers accept the header anywhere in the first kilobyte; a page of HTML that quotes it is still a page.
  const text = bytes.toString('latin1').trimStart()
  return text.includes('%PDF-') && !text.startsWith('<') ? 'application/pdf' : null
}
