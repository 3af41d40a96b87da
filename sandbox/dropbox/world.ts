import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { CallLog } from './control/call-log'
import { Segments } from './content/segments'
import { CallRates } from './faults/call-rates'
import { Faults } from './faults/faults'
import { Latency } from './faults/latency'
import { Clock } from './state/clock'
import { seedDefaults } from './state/seed-defaults'
import { Store } from './state/store'
import { DEFAULT_SWITCHES, type Switches } from './state/switches'
import type { Presentation } from './tree/metadata'

/** Everything one running server is made of. */
export class World {
  readonly store: Store
  readonly segments: Segments
  readonly clock = new Clock()
  readonly faults = new Faults()
  readonly latency = new Latency()
  readonly calls = new CallLog()
  readonly rates = new CallRates()
  /** Emits `change` with a namespace id after every write to it. */
  readonly events = new EventEmitter()
  switches: Switches = { ...DEFAULT_SWITCHES }
  /** What a test does before a call of this account takes effect. */
  beforeCall?: (account: string, route: string) => Promise<void>

  constructor(dataDir: string) {
    this.events.setMaxListeners(0)
    this.store = new Store(dataDir)
    this.segments = new Segments(join(dataDir, 'content'))
    this.dropUnusedContent()
    seedDefaults(this.store)
  }

  /** The remembered facts. */
  get state(): Store['state'] {
    return this.store.state
  }

  /** How metadata shows paths under the current switches. */
  get presentation(): Presentation {
    return { parentsLowered: this.switches.display_parents_lowered }
  }

  /** Back to the state of an empty data directory, with all settings at their defaults. */
  reset(): void {
    this.store.clear()
    this.segments.clear()
    this.clock.set(null)
    this.faults.set([])
    this.latency.set({})
    this.calls.clear()
    this.rates.clear()
    this.switches = { ...DEFAULT_SWITCHES }
    seedDefaults(this.store)
  }

  close(): void {
    this.store.close()
    this.segments.close()
  }

  private dropUnusedContent(): void {
    const inUse = new Set<number>()
    for (const blob of this.state.blobs.values()) for (const [segment] of blob.extents) inUse.add(segment)
    for (const session of this.state.sessions.values()) {
      for (const piece of session.pieces) for (const [segment] of piece.extents) inUse.add(segment)
    }
    this.segments.dropUnused(inUse)
  }
}
