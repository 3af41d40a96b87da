import PQueue from 'p-queue'
import { AppError } from '@/lib/errors'
import { getEntry } from '@/lib/dropbox/get-entry'
import { pathKey } from '@/lib/dropbox/paths'
import type { DropboxSession } from '@/lib/dropbox/session'
import { standingOf, type ChangeView } from './change-view'
import { emptySight, type Sight, type Standing } from './sight'

/** Most of an answer's time is the pause before Dropbox is asked again; the account's gate bounds the calls themselves. */
const AT_ONCE = 32

const SAMPLE = 50

/** A few of many, evenly spread. */
export const sampleOf = (ids: string[]): string[] => ids.filter((_, index) => index % Math.ceil(ids.length / SAMPLE) === 0)

/** Collects what Dropbox confirms during one pass. */
export class Asker {
  readonly sight: Sight = emptySight()
  readonly #session: DropboxSession

  constructor(session: DropboxSession) {
    this.#session = session
  }

  /** Takes over what a listing showed. A path that it reported as deleted, and where nothing stands again, is confirmed to be empty. */
  learn(view: ChangeView): void {
    for (const key of view.gone) this.sight.places.set(key, null)
    for (const standing of view.standing()) this.#note(standing)
  }

  /**
   * Asks about ids and paths. One that Dropbox refuses to answer for itself becomes `silent`.
   * @throws AppError for every answer that is about more than the one item: then nothing may be decided.
   */
  async ask(questions: Iterable<string>): Promise<void> {
    const queue = new PQueue({ concurrency: AT_ONCE })
    await queue.addAll([...new Set(questions)].map((question) => () => this.#askOne(question)))
  }

  /**
   * Asks about ids that have every reason to be nowhere, because a folder above was confirmed to be: one call for each, which comes as late as the
   * second of ask's two would, and another for a sample. Had Dropbox not known of one in it yet, all are asked again. Throws as ask does.
   */
  async askTogether(ids: string[]): Promise<void> {
    const queue = new PQueue({ concurrency: AT_ONCE })
    await queue.addAll(ids.map((id) => () => this.#askOne(id, 1)))
    const { lost } = this.sight
    if (!(await this.areNowhere(sampleOf(ids.filter((id) => lost.has(id)))))) await this.ask(ids.filter((id) => lost.has(id)))
  }

  /** Whether Dropbox confirms of each of these ids that it is nowhere. Throws as ask does. */
  async areNowhere(ids: string[]): Promise<boolean> {
    await this.ask(ids)
    return ids.every((id) => this.sight.lost.has(id))
  }

  async #askOne(question: string, times: 1 | 2 = 2): Promise<void> {
    const isId = question.startsWith('id:')
    try {
      const entry = await getEntry(this.#session, question, times)
      if (entry) this.#note(standingOf(entry))
      if (isId && !entry) this.sight.lost.add(question)
      if (!isId) this.sight.places.set(pathKey(question), entry ? standingOf(entry) : null)
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.next !== 'skip_item') throw thrown
      this.sight.silent.add(question)
    }
  }

  #note(standing: Standing): void {
    this.sight.alive.set(standing.id, standing)
    this.sight.lost.delete(standing.id)
    this.sight.places.set(pathKey(standing.path), standing)
  }
}
