import 'server-only'
import { log } from '@/lib/log'
import { checkAddress } from './check-address'
import { checkClock } from './check-clock'
import { checkDatabase } from './check-database'
import { checkDropbox } from './check-dropbox'
import { checkEncryptionKeys } from './check-keys'
import { checkMail } from './check-mail'
import { checkQonto } from './check-qonto'
import { checkScheduler } from './check-scheduler'
import { checkStorage } from './check-storage'
import { CHECKS, type CheckName, type Finding } from './present'
import type { Seat } from './seat'

/**
 * Looks at everything an installation needs and tells what it found, in the order of `CHECKS`. Never throws, changes nothing but what is
 * known about Qonto's access, and holds no secret. Without a database only what needs none is looked at.
 */
export async function examine(seat: Seat): Promise<Finding[]> {
  const database = await checkDatabase()
  const always = [one('storage', checkStorage), one('address', () => checkAddress(seat)), one('clock', checkClock), one('mail', checkMail)]
  const withDatabase = [
    one('keys', checkEncryptionKeys),
    one('scheduler', () => checkScheduler(seat)),
    one('app', checkDropbox),
    one('qonto', () => checkQonto(seat.organizationIds)),
  ]
  const rest = await Promise.all(database.code === 'database_ok' ? [...always, ...withDatabase] : always)
  return [database, ...rest.flat()].sort((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check))
}

async function one(check: CheckName, look: () => Promise<Finding | Finding[]>): Promise<Finding[]> {
  try {
    return [await look()].flat()
  } catch (thrown) {
    log.error({ check, err: thrown }, 'a check of the installation failed')
    return [{ check, code: 'unexpected', values: {} }]
  }
}
