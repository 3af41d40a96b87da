/**
 * A header's value as the client meant it. Node reads header bytes as latin-1; clients that do not escape JSON in
 * headers send UTF-8, which the service accepts.
 */
export function headerText(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8')
}
