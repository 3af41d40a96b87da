import fc from 'fast-check'
import type { LooseHistory, LooseStep } from './play-loosely'

const receipts = fc.array(fc.record({ account: fc.nat(1), period: fc.nat(1) }), { minLength: 1, maxLength: 4 })
const deed = fc.constantFrom<LooseStep['do']>(
  'deleteFile', 'deleteFile', 'deleteFolder', 'deleteFolder', 'move', 'move', 'move', 'rename', 'respell', 'edit', 'replace', 'purge', 'makeAgain', 'restore', 'restore', 'share',
)

/** Rounds of run and person, the person acting before one of the first calls of the round. */
export const rounds = (calls: number): fc.Arbitrary<LooseHistory['rounds']> =>
  fc.array(fc.record({ at: fc.nat(calls), step: fc.record({ do: deed, what: fc.nat(97), to: fc.nat(97) }) }), { maxLength: 6 })

/** A few receipts, and rounds. */
export const looseHistory: fc.Arbitrary<LooseHistory> = fc.record({ receipts, rounds: rounds(14) })
