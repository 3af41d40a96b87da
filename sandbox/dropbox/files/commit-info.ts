import { rev, writePathOrId } from '../http/path-schemas'
import { anything, bool, optional, timestamp, union } from '../http/schema'

/** Fields of CommitInfo, shared by upload and the finish routes. */
export const commitFields = {
  path: writePathOrId,
  mode: optional(union({ add: null, overwrite: null, update: rev }), { tag: 'add', value: undefined }),
  autorename: optional(bool, false),
  client_modified: optional(timestamp, null),
  mute: optional(bool, false),
  property_groups: optional(anything, null),
  strict_conflict: optional(bool, false),
}

export interface CommitInfo {
  path: string
  mode: { tag: 'add' | 'overwrite' | 'update'; value: unknown }
  autorename: boolean
  client_modified: string | null
  strict_conflict: boolean
}
