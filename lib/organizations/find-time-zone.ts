/** The IANA name of a time zone in its usual spelling (`europe/paris` → `Europe/Paris`), null when there is none. A bare offset is no zone: it knows no summer time. */
export function findTimeZone(name: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return null
  }
}
