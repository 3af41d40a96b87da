import type { JournalRecord } from './record'
import type { State } from './state'

/** Finished sessions kept for repeated commits after a lost reply; older ones answer `not_found`. */
const FINISHED_KEPT = 20_000

type SessionRecord = Extract<JournalRecord, { t: 'session' | 'piece' | 'session-used' }>

/** Applies the records of upload sessions: started, received a piece, committed. */
export function applySessionRecord(state: State, record: SessionRecord): void {
  if (record.t === 'session') {
    for (const id of record.ids) {
      state.sessions.set(id, { id, account: record.account, kind: record.kind, startedAt: record.at, closed: false, size: 0, pieces: [], hash: null, committed: false })
    }
    return
  }
  const session = state.sessions.get(record.t === 'piece' ? record.session : record.id)
  if (!session) return
  if (record.t === 'session-used') {
    session.committed = true
    session.pieces = []
    state.finished.push(session.id)
    if (state.finished.length > FINISHED_KEPT * 2) {
      for (const id of state.finished.splice(0, FINISHED_KEPT)) state.sessions.delete(id)
    }
    return
  }
  if (record.piece) {
    const { offset } = record.piece
    if (session.kind === 'concurrent') session.pieces = session.pieces.filter((piece) => piece.offset !== offset)
    session.pieces.push(record.piece)
    session.size = session.kind === 'sequential' ? session.size + record.piece.length : Math.max(session.size, offset + record.piece.length)
  }
  if (record.close) session.closed = true
  session.hash = record.hash
}
