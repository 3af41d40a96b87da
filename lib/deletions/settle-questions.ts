import 'server-only'
import { pathKey } from '@/lib/dropbox/paths'
import { AppError } from '@/lib/errors'
import type { RunRef } from '@/lib/exports/run-ref'
import { sampleOf } from './asker'
import { decide, type Circumstances, type Verdicts } from './decide'
import { exportsByDropboxId } from './find-exports'
import { foldersAbove } from './folders-above'
import { mustAsk } from './guard'
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

/** From so many files on that went with a folder, they are asked about together. */
const MANY = 100

/** Those of the questions that are ids of files in folders which Dropbox has confirmed to be nowhere. */
function goneWithFolders({ asker: { sight }, ledger }: Observation, questions: string[]): string[] {
  const lost = new Set(ledger.folders.flatMap((folder) => (folder.isLive && folder.dropboxId && sight.lost.has(folder.dropboxId) ? [pathKey(folder.path)] : [])))
  if (lost.size === 0) return []
  const asked = new Set(questions)
  return ledger.exports.flatMap(({ dropboxId, path }) =>
    dropboxId !== null && path !== null && asked.has(dropboxId) && foldersAbove(pathKey(path)).some((folder) => lost.has(folder)) ? [dropboxId] : [],
  )
}

/** The question to people rests on a sample; no verdict does. */
function withoutPresumed(verdicts: Verdicts, presumed: ReadonlySet<string>): Verdicts {
  const isConfirmed = (verdict: { export: { dropboxId: string | null } }) => verdict.export.dropboxId === null || !presumed.has(verdict.export.dropboxId)
  return { ...verdicts, present: verdicts.present.filter(isConfirmed), returned: verdicts.returned.filter(isConfirmed) }
}

/**
 * Asks Dropbox whatever the rules still need to know, and returns the verdicts. Before so many files are asked about that people have to answer
 * anyway, a sample of them decides whether there is that question. @throws AppError when an answer is not to be had now.
 */
export async function settleQuestions(ref: RunRef, observation: Observation, circumstances: Circumstances): Promise<Verdicts> {
  const { asker, ledger } = observation
  let presumed: ReadonlySet<string> = new Set()
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const decision = decide(ledger, { ...asker.sight, lost: new Set([...asker.sight.lost, ...presumed]) }, circumstances)
    if ('verdicts' in decision) {
      if (presumed.size === 0) return decision.verdicts
      if (decision.verdicts.guard) return withoutPresumed(decision.verdicts, presumed)
      await asker.askTogether([...presumed])
      presumed = new Set()
      continue
    }
    const together = goneWithFolders(observation, decision.questions)
    const apart = together.length < MANY ? decision.questions : distinctFrom(decision.questions, together)
    await asker.ask(apart)
    if (together.length >= MANY) {
      const isForPeople = mustAsk(together.length, circumstances.doneCount, circumstances.guard) && (await asker.areNowhere(sampleOf(together)))
      if (isForPeople) presumed = new Set(together)
      else await asker.askTogether(together)
    }
    if (round === 0) doubtFoldersOfLost(observation)
    await addOwners(ref, observation, decision.questions)
  }
  throw new AppError('unexpected', 'the questions about Dropbox have no end')
}

function distinctFrom(questions: string[], others: string[]): string[] {
  const known = new Set(others)
  return questions.filter((question) => !known.has(question))
}
