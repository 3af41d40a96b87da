/** A file or folder of the model. Identity is the object: the same node is the same Dropbox id. */
export type Node = { kind: 'file' | 'folder'; name: string; parent: Node | null; text: string; children: Map<string, Node>; isShared?: boolean }

/** What one deletion took away, so that it can be restored: paths from the top of it down. */
export type Burial = { path: string; items: { path: string; node: Node; text: string }[] }

const lower = (text: string) => text.toLowerCase()
const newNode = (kind: Node['kind'], name: string, text = ''): Node => ({ kind, name, parent: null, text, children: new Map() })

/** A Dropbox as a person knows it: names without regard to case, identity that survives moves, deletions that can be undone. */
export class ModelTree {
  readonly top = newNode('folder', '')
  readonly burials: Burial[] = []
  readonly #lastBurial = new Map<string, Burial | null>()
  /** The file that left a path last. */
  readonly #lastFile = new Map<string, Node>()

  /** `reusesIds`: a file written again where one was deleted is that one again. `sharingGivesIds`: what becomes shared is something new. */
  constructor(readonly reusesIds = false, readonly sharingGivesIds = false) {}

  at(path: string): Node | undefined {
    return path.split('/').slice(1).reduce<Node | undefined>((node, name) => node?.children.get(lower(name)), this.top)
  }

  isAlive(node: Node): boolean {
    for (let here = node; ; here = here.parent) {
      if (here === this.top) return true
      if (!here.parent || here.parent.children.get(lower(here.name)) !== here) return false
    }
  }

  pathOf(node: Node): string {
    return node.parent ? `${this.pathOf(node.parent)}/${node.name}` : ''
  }

  all(kind?: Node['kind'], from = this.top): Node[] {
    const below = [...from.children.values()].flatMap((child) => [child, ...this.all(undefined, child)])
    return kind ? below.filter((node) => node.kind === kind) : below
  }

  /** The folder at a path, made with its parents; null when a file is in the way. */
  makeFolder(path: string): Node | null {
    let here = this.top
    for (const name of path.split('/').slice(1)) {
      const next = here.children.get(lower(name)) ?? this.#attach(newNode('folder', name), here)
      if (next.kind === 'file') return null
      here = next
    }
    return here
  }

  /** Writes a file; null when a folder is there, or a file where a folder is needed. `add` leaves other content alone. */
  write(path: string, text: string, mode: 'add' | 'overwrite'): Node | null {
    const cut = path.lastIndexOf('/')
    const there = this.at(path)
    if (there?.kind === 'folder' || (there && mode === 'add' && there.text !== text)) return null
    if (there) return Object.assign(there, { text })
    const folder = this.makeFolder(path.slice(0, cut))
    const before = this.reusesIds ? this.#lastFile.get(lower(path)) : undefined
    const file = before && !this.isAlive(before) ? before : newNode('file', '')
    return folder && this.#attach(Object.assign(file, { name: path.slice(cut + 1), text }), folder)
  }

  remove(node: Node): void {
    const items = [node, ...this.all(undefined, node)].map((item) => ({ path: this.pathOf(item), node: item, text: item.text }))
    const burial = { path: this.pathOf(node), items }
    this.burials.push(burial)
    for (const item of items) this.#bury(item.path, item.node, burial)
    node.parent?.children.delete(lower(node.name))
    for (const { node: item } of items) item.parent = null
  }

  /** Whether a move is possible as Dropbox sees it: not onto something else, not into itself. */
  canMove(node: Node, folder: Node, name: string): boolean {
    const there = folder.children.get(lower(name))
    for (let here: Node | null = folder; here; here = here.parent) if (here === node) return false
    return !there || (there === node && name !== node.name)
  }

  move(node: Node, folder: Node, name: string): void {
    const isCaseOnly = node.parent === folder && lower(name) === lower(node.name)
    if (!isCaseOnly) for (const item of [node, ...this.all(undefined, node)]) this.#bury(this.pathOf(item), item, null)
    node.parent?.children.delete(lower(node.name))
    node.name = name
    this.#attach(node, folder)
  }

  /** Whether a deletion is still the last thing that happened at its place. */
  isHeld(burial: Burial): boolean {
    return this.#lastBurial.get(lower(burial.path)) === burial
  }

  /** Whether everything that a deletion took is still restorable to free places. */
  canRestore(burial: Burial): boolean {
    const isFree = burial.items.every(({ path }) => this.#lastBurial.get(lower(path)) === burial && !this.at(path))
    let here: Node | undefined = this.top
    for (const name of burial.path.split('/').slice(1, -1)) here = here?.children.get(lower(name))
    return isFree && here?.kind === 'folder'
  }

  /** A file comes back as itself, a folder as a new one. */
  restore(burial: Burial): void {
    for (const { path, node, text } of burial.items) {
      const cut = path.lastIndexOf('/')
      if (node.kind === 'folder') this.makeFolder(path)
      else {
        const folder = this.makeFolder(path.slice(0, cut))
        if (!folder) continue
        const again = this.isAlive(node) ? newNode('file', node.name) : node
        this.#attach(Object.assign(again, { name: path.slice(cut + 1), text }), folder)
      }
    }
  }

  /** Makes a folder a shared one, or an ordinary one again. */
  share(node: Node): void {
    const now = this.sharingGivesIds ? this.#renewed(node) : node
    now.isShared = !node.isShared
    if (node.parent) this.#attach(now, node.parent)
  }

  #renewed(node: Node): Node {
    const again = { ...node, children: new Map<string, Node>() }
    for (const child of node.children.values()) this.#attach(this.#renewed(child), again)
    return again
  }

  /** What was deleted at a path and below is beyond recall. */
  purge(path: string): void {
    const isHere = (one: string) => `${one}/`.startsWith(`${lower(path)}/`)
    for (const one of [...this.#lastBurial.keys()].filter(isHere)) this.#lastBurial.set(one, null)
    for (const one of [...this.#lastFile.keys()].filter(isHere)) this.#lastFile.delete(one)
  }

  copy(node: Node, folder: Node, name: string): Node {
    const copy = this.#attach(newNode(node.kind, name, node.text), folder)
    for (const child of [...node.children.values()]) this.copy(child, copy, child.name)
    return copy
  }

  #bury(path: string, node: Node, burial: Burial | null): void {
    this.#lastBurial.set(lower(path), burial)
    if (node.kind === 'file') this.#lastFile.set(lower(path), node)
    else this.#lastFile.delete(lower(path))
  }

  #attach(node: Node, folder: Node): Node {
    node.parent = folder
    folder.children.set(lower(node.name), node)
    return node
  }
}
