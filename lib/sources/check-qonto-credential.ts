import 'server-only'
import { AppError, type ErrorCode } from '@/lib/errors'
import { noteCredential } from './note-credential'
import { sourceFor } from './source-for'

/**
 * Asks Qonto whether the stored credentials still open the organization, and writes the answer down. Returns null when they
 * do, else the cause: `qonto_credentials_missing`, `qonto_credentials_refused`, or why there was no answer.
 */
export async function checkQontoCredential(organizationId: string): Promise<ErrorCode | null> {
  try {
    await (await sourceFor(organizationId)).organization()
    await noteCredential(organizationId, null)
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'qonto_credentials_refused') await noteCredential(organizationId, error.code)
    return error.code
  }
}
