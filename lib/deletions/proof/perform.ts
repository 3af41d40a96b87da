import { ModelTree, type Node } from './model-tree'
import { Model } from './model'
import type { Step } from './history'

/** What a person does at Dropbox, in the words of the local server's control API; `copy` goes through the API proper. */
export type Deed = { op: 'delete' | 'move' | 'write' | 'mkdir' | 'restore' | 'copy'; path: string; to?: string; text?: string }

export const ACCOUNTS = ['Main', 'Savings']
export const PERIODS = ['2026-01', '2026-02']
const NAMES = ['Main', 'Savings', '2026-01', '2026-02', 'r1.pdf', 'r2.pdf', 'Archive', 'Old']

const pick = <T>(from: T[], index: number): T | undefined => from[index % Math.max(1, from.length)]
const toggled = (name: string) => (name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase())

function place(model: Model, folder: Node, name: string): string {
  return `${model.tree.pathOf(folder)}/${name}`
}

function relocate(model: Model, step: Extract<Step, { do: 'move' | 'copy' }>): Deed | null {
  const { tree } = model
  const node = pick(tree.all(), step.what)
  const folder = pick([tree.top, ...tree.all('folder')], step.to)
  if (!node || !folder) return null
  const name = NAMES[step.name] ?? node.name
  const [path, to] = [tree.pathOf(node), place(model, folder, name)]
  if (step.do === 'copy') {
    if (!tree.canMove(node, folder, name) || folder.children.has(name.toLowerCase())) return null
    tree.copy(node, folder, name)
    return { op: 'copy', path, to }
  }
  if (!tree.canMove(node, folder, name)) return null
  tree.move(node, folder, name)
  return { op: 'move', path, to }
}

/** Paths that the ledger remembers: where a person may put something in place of what was there. */
const remembered = (model: Model) => model.receipts.flatMap(({ path }) => path ?? [])

/** Something of the user's own at a remembered path: the very receipt again, or another text. */
function replace(model: Model, what: number, like: boolean): Deed | null {
  const path = pick(remembered(model), what)
  const receipt = model.receipts.find((one) => one.path === path)
  if (path === undefined || !receipt) return null
  const text = like ? receipt.text : `other ${what}`
  return model.tree.write(path, text, 'overwrite') ? { op: 'write', path, text } : null
}

/** Does a person's step in the model's tree and tells what to do at Dropbox; null when the step is not possible now. */
export function perform(model: Model, step: Step): Deed | null {
  const { tree } = model
  if (step.do === 'move' || step.do === 'copy') return relocate(model, step)
  if (step.do === 'delete' || step.do === 'deleteFolder') {
    const node = pick(tree.all(step.do === 'delete' ? 'file' : 'folder'), step.what)
    if (!node) return null
    const path = tree.pathOf(node)
    tree.remove(node)
    return { op: 'delete', path }
  }
  if (step.do === 'respell') {
    const node = pick(tree.all(), step.what)
    if (!node?.parent || toggled(node.name) === node.name) return null
    const [path, to] = [tree.pathOf(node), place(model, node.parent, toggled(node.name))]
    tree.move(node, node.parent, toggled(node.name))
    return { op: 'move', path, to }
  }
  if (step.do === 'edit') {
    const node = pick(tree.all('file'), step.what)
    const path = node && tree.pathOf(node)
    return node && path && tree.write(path, `edited ${step.what}`, 'overwrite') ? { op: 'write', path, text: `edited ${step.what}` } : null
  }
  if (step.do === 'replace') return replace(model, step.what, step.like)
  if (step.do === 'mkdir') {
    const path = pick([...new Set(model.rows.map((row) => row.path))], step.what)
    if (path === undefined || tree.at(path) || !isPossible(tree, path)) return null
    tree.makeFolder(path)
    return { op: 'mkdir', path }
  }
  if (step.do !== 'restore') return null
  const burial = pick(tree.burials.filter((one) => tree.canRestore(one)), step.what)
  if (!burial) return null
  tree.restore(burial)
  return { op: 'restore', path: burial.path }
}

/** No file stands where a folder of this path would be needed. */
function isPossible(tree: ModelTree, path: string): boolean {
  const parts = path.split('/').slice(1)
  return parts.every((_, index) => tree.at(`/${parts.slice(0, index + 1).join('/')}`)?.kind !== 'file')
}
