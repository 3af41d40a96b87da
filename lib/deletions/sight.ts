/** Something that stands in Dropbox, with its path as Dropbox displays it. */
export type Standing =
  | { kind: 'file'; id: string; path: string; rev: string; contentHash: string }
  | { kind: 'folder'; id: string; path: string }

export type StandingFile = Extract<Standing, { kind: 'file' }>

/** What Dropbox confirmed in one pass. What is in none of these was not asked: nothing may be concluded from it. */
export type Sight = {
  /** What lives, by Dropbox id. */
  alive: Map<string, Standing>
  /** Ids that Dropbox confirmed to be nowhere. */
  lost: Set<string>
  /** What stands at a path, by pathKey; null: confirmed to be nothing. */
  places: Map<string, Standing | null>
  /** Questions (an id or a path) that Dropbox refuses to answer: no verdict may rest on them. */
  silent: Set<string>
}

export const emptySight = (): Sight => ({ alive: new Map(), lost: new Set(), places: new Map(), silent: new Set() })
