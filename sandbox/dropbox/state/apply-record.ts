import { applyFile } from '../tree/apply-file'
import { applyFolder } from '../tree/apply-folder'
import { applyGone } from '../tree/apply-gone'
import { applyMoved } from '../tree/apply-moved'
import { applyPurged } from '../tree/apply-purged'
import { applyShared } from '../tree/apply-shared'
import { makeNamespace } from '../tree/make-namespace'
import { applySessionRecord } from './apply-session-record'
import type { JournalRecord } from './record'
import type { State } from './state'
import type { Namespace } from './types'

function namespaceOf(state: State, id: string): Namespace {
  const ns = state.namespaces.get(id)
  if (!ns) throw new Error(`journal names an unknown namespace ${id}`)
  return ns
}

function dropGrant(state: State, id: string): void {
  const grant = state.grants.get(id)
  if (!grant) return
  state.grants.delete(id)
  if (grant.refreshToken) state.refreshTokens.delete(grant.refreshToken)
  for (const token of state.tokens.values()) if (token.grant === id) state.tokens.delete(token.token)
}

/** Applies one journal record to the state; used for live writes and for replay alike. */
export function applyRecord(state: State, record: JournalRecord): void {
  switch (record.t) {
    case 'secret': state.secret = record.value; return
    case 'app': state.apps.set(record.app.key, record.app); return
    case 'team': state.teams.set(record.team.id, record.team); return
    case 'account': state.accounts.set(record.account.id, record.account); return
    case 'ns': state.namespaces.set(record.id, makeNamespace(record.id, record.kind)); return
    case 'grant':
      state.grants.set(record.grant.id, record.grant)
      if (record.grant.refreshToken) state.refreshTokens.set(record.grant.refreshToken, record.grant.id)
      return
    case 'grant-gone': dropGrant(state, record.id); return
    case 'token': state.tokens.set(record.token.token, record.token); return
    case 'code': state.codes.set(record.code.code, record.code); return
    case 'code-used': state.codes.delete(record.code); return
    case 'blob': state.blobs.set(record.hash, { size: record.size, extents: record.extents }); return
    case 'file': applyFile(namespaceOf(state, record.ns), record); return
    case 'folder': applyFolder(namespaceOf(state, record.ns), record.id, record.parent, record.name, record.at); return
    case 'gone': applyGone(namespaceOf(state, record.ns), record.id, record.at); return
    case 'moved': applyMoved(namespaceOf(state, record.ns), record); return
    case 'purged': applyPurged(namespaceOf(state, record.ns), record.lower); return
    case 'shared': applyShared(namespaceOf(state, record.ns), record); return
    case 'link': state.links.set(record.link.url, record.link); return
    case 'unlink': state.links.delete(record.url); return
    case 'job': state.jobs.set(record.job.id, record.job); return
    default: applySessionRecord(state, record)
  }
}
