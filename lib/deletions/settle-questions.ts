import 'server-only'
import { pathKey } from '@/lib/dropbox/paths'
import { AppError } from '@/lib/errors'
import type { RunRef } from '@/lib/exports/run-ref'
import { decide, type Circumstances, type Verdicts } from './decide'
import { exportsByDropboxId } from './find-exports'
import { foldersAbove } from './folders-above'
import { distinct, type Observation } from './observe'

/** A path has few levels, and each round answers at least one of them. */
const MOST_ROUNDS = 200

/**
 * A folder may have been deleted after the listing showed it and before its files were asked about: the folders above files that are
 * nowhere are asked about again, after those files.
 */
function doubtFoldersOfLost({ asker: { sight }, ledger }: Observation): void {
  const keys = new Set(ledger.exports.flatMap((entry) => (entry.dropboxId && entry.path && sight.lost.has(entry.dropboxId) ? foldersAbove(pathKey(entry.path)) : [])))
  for (const folder of ledger.folders) {
    if (folder.isLive && folder.dropboxId && keys.has(pathKey(folder.path))) sight.alive.delete(folder.dropboxId)
  }
}

/** The exports that own files which were found at the paths asked about: such a file is never taken for another export's. */
async function addOwners(ref: RunRef, { asker: { sight }, ledger }: Observation, questions: string[]): Promise<void> {
  const ids = questions.flatMap((question) => sight.places.get(pathKey(question))?.id ?? [])
  ledger.exports = distinct(ledger.exports, await exportsByDropboxId(ref, ids))
}

/** Asks Dropbox whatever the rules still need to know, and returns the verdicts. @throws AppError when an answer is not to be had now. */
export async function settleQuestions(ref: RunRef, observation: Observation, circumstances: Circumstances): Promise<Verdicts> {
  const { asker, ledger } = observation
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const decision = decide(ledger, asker.sight, circumstances)
    if ('verdicts' in decision) return decision.verdicts
    await asker.ask(decision.questions)
    if (round === 0) doubtFoldersOfLost(observation)
    await addOwners(ref, observation, decision.questions)
  }
  throw new AppError('unexpected', 'the questions about Dropbox have no end')
}
