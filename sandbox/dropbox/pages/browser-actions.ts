import type { IncomingMessage, ServerResponse } from 'node:http'
import { deletePath, makeDirectory, movePath, personOf, restorePath, writeText } from '../control/person'
import { LookupFailure, WriteFailure } from '../files/failures'
import type { Actor } from '../http/call'
import { readBody } from '../http/read-body'
import { WireError } from '../http/wire-error'
import type { World } from '../world'
import { accountFor, hrefOf, showAccountChoice } from './browser-page'
import { html } from './html'
import { sendPage } from './layout'

const REASONS: Record<string, string> = {
  conflict: 'There is already something with that name.', malformed_path: 'That name is not allowed.', disallowed_name: 'That name is not allowed.',
  not_found: 'It is no longer there.', insufficient_space: 'There is not enough space.', no_write_permission: 'That place cannot be changed.',
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

async function act(person: Actor, path: string, form: URLSearchParams): Promise<string> {
  const to = (form.get('to') ?? '').trim()
  const name = path.slice(path.lastIndexOf('/') + 1)
  switch (form.get('op')) {
    case 'rename': await movePath(person, path, `${parentOf(path)}/${to}`); return parentOf(path)
    case 'move': await movePath(person, path, `${to.replace(/\/+$/, '')}/${name}`); return parentOf(path)
    case 'delete': await deletePath(person, path); return parentOf(path)
    case 'restore': await restorePath(person, path); return parentOf(path)
    case 'mkdir': await makeDirectory(person, `${path}/${to}`); return path
    case 'write': await writeText(person, `${path}/${to}`, form.get('text') ?? ''); return path
    default: return path
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof WriteFailure || error instanceof LookupFailure) return REASONS[error.error['.tag']] ?? 'That did not work.'
  if (error instanceof WireError) return 'A folder cannot be moved to this place.'
  throw error
}

/** `POST /home/…`: rename, move, delete, restore, new folder, new text file; then back to the folder. */
export async function changeFolder(world: World, req: IncomingMessage, res: ServerResponse, url: URL, path: string): Promise<void> {
  const form = new URLSearchParams(await readBody(req))
  const account = accountFor(world, req, url, path)
  if (!account) return showAccountChoice(world, res)
  try {
    const back = await act(personOf(world, account), path, form)
    res.writeHead(303, { location: `${hrefOf(back)}${form.get('op') === 'restore' ? '?deleted' : ''}` }).end()
  } catch (error) {
    const content = html`<div class="card"><h1>Nothing was changed</h1><p class="notice">${reasonOf(error)}</p><p><a href="${hrefOf(parentOf(path))}">Back</a></p></div>`
    sendPage(res, 409, 'Nothing was changed', content, true)
  }
}
