import { AppError } from '@/lib/errors'
import { listFolderPages } from '@/lib/dropbox/list-folder-pages'
import type { DropboxSession } from '@/lib/dropbox/session'
import { ChangeView } from './change-view'

export type Changes = { view: ChangeView; cursor: string; isQuiet: boolean }

const LIST_AGAIN = ['dropbox_cursor_reset', 'dropbox_not_found', 'dropbox_path_conflict']

/** Whether an error says that a listing has to begin anew: the cursor is worth nothing, or its folder is not there, or a file is in its place. */
export const mustListAgain = (thrown: unknown): boolean => thrown instanceof AppError && LIST_AGAIN.includes(thrown.code)

/** Everything that changed since the cursor, or everything in a folder, read to the end before anything may be decided. */
export async function readChanges(session: DropboxSession, from: { path: string; recursive: boolean } | { cursor: string }): Promise<Changes> {
  const view = new ChangeView()
  let cursor = ''
  let isQuiet = true
  for await (const page of listFolderPages(session, from)) {
    view.apply(page.entries)
    cursor = page.cursor
    isQuiet &&= page.entries.length === 0
  }
  return { view, cursor, isQuiet }
}
