import { AppError } from '@/lib/errors'

const MOST = 100

/**
 * A name for the connection: trimmed, in NFC, control characters as spaces, 1 to 100 characters as a person counts them.
 * @throws AppError `name_missing`, `name_too_long`.
 */
export function authenticationName(given: string): string {
  const name = given.normalize('NFC').replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  if (name === '') throw new AppError('name_missing')
  if ([...name].length > MOST) throw new AppError('name_too_long')
  return name
}
