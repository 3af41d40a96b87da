import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { callDropbox, RPC_TIMEOUT_MS } from './call'
import { toEntry, type Entry } from './entry'
import { readFailure } from './failure'
import type { DropboxSession } from './session'

export type ListingPage = { entries: Entry[]; cursor: string; hasMore: boolean }

const Page = z.object({ entries: z.array(z.looseObject({ '.tag': z.string().optional() })), cursor: z.string().min(1), has_more: z.boolean() })

function toPage(reply: unknown): ListingPage {
  const parsed = Page.safeParse(reply)
  if (!parsed.success) throw new AppError('dropbox_unreachable', 'unreadable listing')
  const entries = parsed.data.entries.map(toEntry).filter((entry) => entry !== null)
  return { entries, cursor: parsed.data.cursor, hasMore: parsed.data.has_more }
}

async function nextPage(session: DropboxSession, cursor: string): Promise<ListingPage> {
  try {
    return toPage(await callDropbox(session, 'read', RPC_TIMEOUT_MS, (client, options) => client.filesListFolderContinue({ cursor }, options)))
  } catch (thrown) {
    // A cursor that Dropbox cannot read is answered by 400 in plain text: like `reset`, it means to list again.
    if (thrown instanceof AppError && readFailure(thrown.cause)?.status === 400) throw new AppError('dropbox_cursor_reset', thrown.detail, { cause: thrown.cause })
    throw thrown
  }
}

/**
 * Pages of a folder, or of what changed since a cursor, until Dropbox has no more; entries in Dropbox's order. The root is ''. Keep the
 * cursor of every page, also of an empty one. @throws AppError `dropbox_cursor_reset` (list again), `dropbox_not_found` (the folder is gone).
 */
export async function* listFolderPages(
  session: DropboxSession,
  from: { path: string; recursive: boolean } | { cursor: string },
): AsyncGenerator<ListingPage, void, void> {
  let page: ListingPage
  if ('cursor' in from) page = await nextPage(session, from.cursor)
  else {
    const arg = { path: from.path, recursive: from.recursive, include_deleted: false, limit: 2000 }
    page = toPage(await callDropbox(session, 'read', RPC_TIMEOUT_MS, (client, options) => client.filesListFolder(arg, options)))
  }
  yield page
  while (page.hasMore) {
    page = await nextPage(session, page.cursor)
    yield page
  }
}
