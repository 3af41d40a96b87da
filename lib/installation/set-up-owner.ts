import 'server-only'
import { AppError, toAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { createOwner, type OwnerInput } from '@/lib/organizations/create-owner'
import { isSetUp } from './is-set-up'
import { forgetSetUpCode, isSetUpCode } from './set-up-code'

/**
 * Makes the first organization and its owner from the pages. Only with the code that the launcher printed, and only once: of two at the same
 * moment one is told `set_up_done`. @throws AppError `set_up_code_wrong`, `set_up_done`, `bad_input`.
 */
export async function setUpOwner({ code, ...owner }: OwnerInput & { code: string }): Promise<{ organizationId: string }> {
  if (await isSetUp()) throw new AppError('set_up_done')
  if (!(await isSetUpCode(code))) throw new AppError('set_up_code_wrong')
  const { organizationId } = await createOwner(owner, { isFirst: true })
  // It opens nothing any more: an organization exists.
  await forgetSetUpCode().catch((thrown: unknown) => log.warn({ cause: toAppError(thrown).detail }, 'the used set-up code could not be removed'))
  return { organizationId }
}
