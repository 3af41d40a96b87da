import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import type { ImageRecord } from './image'
import { imageOf } from './image'
import type { JournalRecord } from './record'
import type { State } from './state'

const WORTHWHILE = 50_000

function* recordsOf(state: State): Generator<JournalRecord | ImageRecord> {
  yield { t: 'secret', value: state.secret }
  for (const app of state.apps.values()) yield { t: 'app', app }
  for (const team of state.teams.values()) yield { t: 'team', team }
  for (const ns of state.namespaces.values()) yield { t: 'ns', id: ns.id, kind: ns.kind }
  for (const account of state.accounts.values()) yield { t: 'account', account }
  for (const grant of state.grants.values()) yield { t: 'grant', grant }
  for (const token of state.tokens.values()) yield { t: 'token', token }
  for (const code of state.codes.values()) yield { t: 'code', code }
  for (const [hash, blob] of state.blobs) yield { t: 'blob', hash, ...blob }
  for (const link of state.links.values()) yield { t: 'link', link }
  for (const job of state.jobs.values()) yield { t: 'job', job }
  for (const ns of state.namespaces.values()) yield* imageOf(ns)
  for (const session of state.sessions.values()) {
    if (session.committed) continue
    yield { t: 'session', ids: [session.id], kind: session.kind, account: session.account, at: session.startedAt }
    for (const piece of session.pieces) yield { t: 'piece', session: session.id, piece, close: false, hash: null }
    if (session.closed) yield { t: 'piece', session: session.id, piece: null, close: true, hash: session.hash }
  }
}

/** Entries the state holds now; far more journal lines than this means that most lines are outdated. */
function entriesOf(state: State): number {
  let count = state.blobs.size + state.sessions.size + state.tokens.size
  for (const ns of state.namespaces.values()) count += ns.nodes.size + ns.past.size
  return count
}

/** Rewrites a journal of mostly outdated lines as an image of the state; a crash in between leaves the old one. */
export function compactJournal(state: State, path: string, lines: number): void {
  if (lines < WORTHWHILE || lines < 1.5 * entriesOf(state)) return
  const next = `${path}.next`
  const fd = openSync(next, 'w', 0o600)
  let text = ''
  for (const record of recordsOf(state)) {
    text += `${JSON.stringify(record)}\n`
    if (text.length < 1 << 20) continue
    writeSync(fd, text)
    text = ''
  }
  writeSync(fd, text)
  fsyncSync(fd)
  closeSync(fd)
  renameSync(next, path)
}
