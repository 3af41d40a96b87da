import { ModelTree, type Node } from './model-tree'

/** A folder that the exporter filled: `path` is where it was last seen. */
export type Row = { place: string; name: string; node: Node; path: string; isLive: boolean }

export type Receipt = {
  place: string
  fileName: string
  text: string
  state: 'owed' | 'done' | 'tombstoned'
  reason: 'new' | 'returned' | 'brought_back' | null
  node: Node | null
  path: string | null
  row: Row | null
  isChanged: boolean
  keptAwayBy: string | null
}

const lower = (text: string) => text.toLowerCase()
const above = (path: string) => path.split('/').slice(1, -1).map((_, index, names) => `/${names.slice(0, index + 1).join('/')}`)
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'))
const isIn = (path: string, folder: string) => lower(path).startsWith(`${lower(folder)}/`)

/** `f.pdf`, `f (2).pdf`, … */
export const numbered = (name: string, n: number) => (n === 1 ? name : name.replace(/(\.[a-z]+)?$/, ` (${n})$1`))

/**
 * The rules of the deletions, told by someone who sees the whole Dropbox: written without the code it judges, as plain sentences over
 * a tree. Places are `root`, `<account>` and `<account>/<period>`.
 */
export class Model {
  readonly receipts: Receipt[] = []
  rows: Row[] = []

  constructor(readonly tree = new ModelTree(), readonly rootName = 'Qonto') {}

  readonly live = (place: string) => this.rows.find((row) => row.isLive && row.place === place)
  readonly #stands = (row: Row) => this.tree.isAlive(row.node)
  #claims = new Map<Node, Receipt>()
  readonly #owner = (node: Node) => this.#claims.get(node) ?? this.receipts.find((receipt) => receipt.node === node)

  /** The deleted folder that took a path away, or the path that its file would have now. */
  #fate(path: string, own: Row | null): { gone: string } | { now: string } {
    const folders = above(path)
    const rowAt = (folder: string) => this.rows.find((row) => row.isLive && lower(row.path) === lower(folder))
    const isFormer = (folder: string) => own !== null && !own.isLive && lower(own.path) === lower(folder)
    const lowest = folders.findLast((folder) => !isFormer(folder) && rowAt(folder) && this.#stands(rowAt(folder) as Row))
    const base = lowest ? this.tree.pathOf((rowAt(lowest) as Row).node) : ''
    const nowOf = (place: string) => base + place.slice(lowest?.length ?? 0)
    for (const folder of folders.filter((one) => one.length > (lowest?.length ?? 0))) {
      if (isFormer(folder) || rowAt(folder) || this.tree.at(nowOf(folder))?.kind !== 'folder') return { gone: folder }
    }
    return { now: nowOf(path) }
  }

  /** One pass: what happened to each receipt since the last one, judged by where it was last seen. */
  reconcile(): void {
    if (this.receipts.every((receipt) => receipt.node === null)) return
    const doneFirst = this.receipts.toSorted((a, b) => Number(b.state === 'done') - Number(a.state === 'done'))
    const verdicts = doneFirst.map((receipt) => {
      const verdict = receipt.state === 'done' ? this.#judge(receipt) : this.#judgeAbsent(receipt)
      if (verdict !== null && 'node' in verdict) this.#claims.set(verdict.node, receipt)
      return [receipt, verdict] as const
    })
    this.#claims = new Map()
    this.#followFolders()
    for (const [receipt, verdict] of verdicts) {
      if (verdict === null) continue
      if ('returns' in verdict) Object.assign(receipt, { state: 'owed', reason: 'returned', path: verdict.returns, isChanged: false })
      else if ('gone' in verdict) Object.assign(receipt, { state: 'tombstoned', reason: null, keptAwayBy: verdict.gone })
      else this.#found(receipt, verdict.node)
    }
  }

  #judge(receipt: Receipt): { node: Node } | { gone: string } | { returns: string } {
    const { node, path, row } = receipt
    if (node && this.tree.isAlive(node)) return { node }
    const fate = this.#fate(path ?? '', row)
    const place = this.tree.at('gone' in fate ? (path ?? '') : fate.now)
    const isFree = place?.kind === 'file' && (this.#owner(place) ?? receipt) === receipt
    if ('gone' in fate) return isFree && place.text === receipt.text ? { node: place } : fate
    return isFree ? { node: place } : { returns: fate.now }
  }

  #judgeAbsent(receipt: Receipt): { node: Node } | { gone: string } | null {
    const { node, path, text, reason, row } = receipt
    if (node === null || path === null) return null
    const isSeen = (one: Node) => this.tree.isAlive(one) && this.#isVisible(one)
    if (isSeen(node) && (reason !== 'brought_back' || node.text === text)) return { node }
    const place = this.tree.at(path)
    if (place?.kind === 'file' && place.text === text && isSeen(place) && (this.#owner(place) ?? receipt) === receipt) return { node: place }
    const isBelowGone = this.rows.some((one) => one.isLive && !this.#stands(one) && isIn(path, one.path))
    if (reason !== 'returned' || !isBelowGone) return null
    const fate = this.#fate(path, row)
    return 'gone' in fate ? fate : null
  }

  /** Inside the root folder, or inside a folder of ours that was moved out of it. */
  #isVisible(node: Node): boolean {
    const root = this.live('root')
    const top = root && this.#stands(root) ? root.node : this.tree.at(`/${this.rootName}`)
    const folders = [top, ...this.rows.filter((row) => row.isLive && this.#stands(row)).map((row) => row.node)]
    return folders.some((folder) => folder !== undefined && isIn(this.tree.pathOf(node), this.tree.pathOf(folder)))
  }

  #followFolders(): void {
    for (const row of this.rows.filter((one) => one.isLive)) {
      if (this.#stands(row)) row.path = this.tree.pathOf(row.node)
      else row.isLive = false
    }
    for (const depth of [0, 1, 2]) {
      for (const row of this.rows.filter((one) => !one.isLive && depthOf(one.place) === depth).toReversed()) {
        const parent = depth === 0 ? '' : this.live(parentOf(row.place))?.path
        const next = parent === undefined || this.live(row.place) ? undefined : this.tree.at(`${parent}/${row.name}`)
        if (next?.kind !== 'folder' || this.rows.some((one) => one.isLive && one.node === next)) continue
        this.rows.push({ place: row.place, name: row.name, node: next, path: this.tree.pathOf(next), isLive: true })
      }
    }
  }

  #found(receipt: Receipt, node: Node): void {
    const path = this.tree.pathOf(node)
    const row = this.rows.find((one) => one.isLive && lower(one.path) === lower(folderOf(path))) ?? null
    Object.assign(receipt, { state: 'done', reason: null, node, path, row, isChanged: node.text !== receipt.text, keptAwayBy: null })
  }

  /** Brings a place's folder about, as the exporter does; null when something is in the way. */
  ensure(place: string): Row | null {
    const known = this.live(place)
    if (known) return known
    const parent = place === 'root' ? null : this.ensure(parentOf(place))
    if (place !== 'root' && !parent) return null
    const name = place === 'root' ? this.rootName : (place.split('/').at(-1) ?? '')
    for (let n = 1; n <= 4; n++) {
      const path = `${parent?.path ?? ''}/${numbered(name, n)}`
      if (this.rows.some((row) => row.isLive && lower(row.path) === lower(path))) continue
      const node = this.tree.at(path)?.kind === 'file' ? null : this.tree.makeFolder(path)
      if (!node || this.rows.some((row) => row.isLive && row.node === node)) continue
      const row = { place, name: numbered(name, n), node, path: this.tree.pathOf(node), isLive: true }
      this.rows.push(row)
      return row
    }
    return null
  }

  /** Uploads what is owed; what is in the way is never overwritten. */
  upload(): void {
    for (const receipt of this.receipts.filter((one) => one.state === 'owed')) {
      const row = this.ensure(receipt.place)
      for (let n = 1; row && n <= 4; n++) {
        const path = `${row.path}/${numbered(receipt.fileName, n)}`
        if (this.receipts.some((one) => one !== receipt && one.state === 'done' && lower(one.path ?? '') === lower(path))) continue
        const there = this.tree.at(path)
        if (there && this.#owner(there) && this.#owner(there) !== receipt) continue
        const node = this.tree.write(path, receipt.text, 'add')
        if (!node) continue
        Object.assign(receipt, { state: 'done', reason: null, node, path, row, isChanged: false, keptAwayBy: null })
        break
      }
    }
  }
}

const depthOf = (place: string) => (place === 'root' ? 0 : place.includes('/') ? 2 : 1)
const parentOf = (place: string) => (place.includes('/') ? (place.split('/')[0] ?? '') : 'root')
