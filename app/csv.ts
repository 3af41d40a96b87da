const STARTS_FORMULA = /^[=+\-@\t\r]/

/**
 * Lines of comma-separated values (RFC 4180) with the byte order mark that spreadsheets need for UTF-8. Text that a spreadsheet would
 * take for a formula gets an apostrophe in front.
 */
export function toCsv(lines: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null) => {
    if (value === null) return ''
    if (typeof value === 'number') return String(value)
    const harmless = STARTS_FORMULA.test(value) ? `'${value}` : value
    return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
  }
  return '\ufeff' + lines.map((line) => line.map(cell).join(',') + '\r\n').join('')
}
