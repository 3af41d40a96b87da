import { z } from 'zod'
import type { World } from '../world'
import { ControlError } from './control-error'
import { findAccount } from './find-account'
import { deletePath, disconnectApps, makeDirectory, movePath, personOf, purgePath, restorePath, shareFolder, writeText } from './person'

const ActionInput = z.strictObject({
  account: z.string(), op: z.enum(['delete', 'move', 'write', 'mkdir', 'restore', 'purge', 'share', 'unshare', 'revoke_app']), path: z.string().optional(), to: z.string().optional(),
  text: z.string().optional(), app_key: z.string().optional(),
})

/** `POST /_sandbox/user`: what a person does in their Dropbox, without any app. */
export async function actAsUser(world: World, body: unknown): Promise<{ ok: true }> {
  const input = ActionInput.parse(body)
  const account = findAccount(world, input.account)
  const person = personOf(world, account)
  const path = input.path ?? ''
  if (input.op !== 'revoke_app' && path === '') throw new ControlError(400, `${input.op} needs a path`)
  switch (input.op) {
    case 'delete': await deletePath(person, path); break
    case 'mkdir': await makeDirectory(person, path); break
    case 'purge': await purgePath(person, path); break
    case 'share': await shareFolder(person, path, true); break
    case 'unshare': await shareFolder(person, path, false); break
    case 'restore': await restorePath(person, path); break
    case 'write': await writeText(person, path, input.text ?? ''); break
    case 'move':
      if (input.to === undefined) throw new ControlError(400, 'move needs to')
      await movePath(person, path, input.to)
      break
    case 'revoke_app': disconnectApps(world, account, input.app_key); break
  }
  return { ok: true }
}
