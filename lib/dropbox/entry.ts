import { z } from 'zod'
import { AppError } from '@/lib/errors'

export type FileEntry = {
  kind: 'file'
  id: string
  name: string
  pathLower: string
  pathDisplay: string
  rev: string
  size: number
  /** Empty for what has no bytes of its own, such as a Paper document. */
  contentHash: string
  /** ISO 8601, whole seconds. */
  serverModified: string
}
export type FolderEntry = { kind: 'folder'; id: string; name: string; pathLower: string; pathDisplay: string }
/** Dropbox says what is gone by path only: neither id nor kind. */
export type DeletedEntry = { kind: 'deleted'; pathLower: string; pathDisplay: string }
export type Entry = FileEntry | FolderEntry | DeletedEntry

const Place = z.object({ name: z.string(), path_lower: z.string().optional(), path_display: z.string().optional() })
const File = Place.extend({ id: z.string(), rev: z.string(), size: z.number(), content_hash: z.string().default(''), server_modified: z.string() })
const Folder = Place.extend({ id: z.string() })

const place = (of: z.output<typeof Place>) => ({ pathLower: of.path_lower ?? '', pathDisplay: of.path_display ?? of.path_lower ?? '' })

const unreadable = (error: z.ZodError) => new AppError('dropbox_unreachable', `unreadable reply: ${error.issues[0]?.path.join('.') ?? ''}`)

/** File metadata of a route that returns exactly that (no `.tag`). @throws AppError `dropbox_unreachable` when the reply lacks a field. */
export function toFileEntry(metadata: unknown): FileEntry {
  const parsed = File.safeParse(metadata)
  if (!parsed.success) throw unreadable(parsed.error)
  const { id, name, rev, size } = parsed.data
  return { kind: 'file', id, name, ...place(parsed.data), rev, size, contentHash: parsed.data.content_hash, serverModified: parsed.data.server_modified }
}

/** Folder metadata of a route that returns exactly that (no `.tag`). @throws AppError `dropbox_unreachable` when the reply lacks a field. */
export function toFolderEntry(metadata: unknown): FolderEntry {
  const parsed = Folder.safeParse(metadata)
  if (!parsed.success) throw unreadable(parsed.error)
  return { kind: 'folder', id: parsed.data.id, name: parsed.data.name, ...place(parsed.data) }
}

/** Metadata with a `.tag`, or null for a kind that Dropbox may add one day. @throws AppError `dropbox_unreachable` as above. */
export function toEntry(metadata: { '.tag'?: string }): Entry | null {
  if (metadata['.tag'] === 'file') return toFileEntry(metadata)
  if (metadata['.tag'] === 'folder') return toFolderEntry(metadata)
  if (metadata['.tag'] !== 'deleted') return null
  const parsed = Place.safeParse(metadata)
  if (!parsed.success) throw unreadable(parsed.error)
  return { kind: 'deleted', ...place(parsed.data) }
}
