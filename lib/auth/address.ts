/** The caller's address as the nearest proxy (or Next itself) reports it; `unknown` when nobody does. */
export function addressOf(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown'
}
