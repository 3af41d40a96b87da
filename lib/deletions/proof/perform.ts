import { ModelTree, type Node } from './model-tree'
import type { Model } from './model'
import type { PersonStep } from './history'

/** What a person does at Dropbox, in the words of the local server's control API; `copy` goes through the API proper. */
export type Deed = { op: 'delete' | 'purge' | 'share' | 'unshare' | 'move' | 'write' | 'mkdir' | 'restore' | 'copy'; path: string; to?: string; text?: string }

export const ACCOUNTS = ['Main', 'Savings']
export const PERIODS = ['2026-01', '2026-02']
const NAMES = ['Main', 'Savings', '2026-01', '2026-02', 'r1.pdf', 'r2.pdf', 'Archive', 'Old']

const pick = <T>(from: T[], index: number): T | undefined => from[index % Math.max(1, from.length)]
const toggled = (name: string) => (name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase())

type Relocation = Extract<PersonStep, { do: 'move' | 'copy' }>

function relocate(tree: ModelTree, step: Relocation): Deed | null {
  const node = pick(tree.all(), step.what)
  const folder = pick([tree.top, ...tree.all('folder')], step.to)
  if (!node || !folder) return null
  const name = NAMES[step.name] ?? node.name
  const [path, to] = [tree.pathOf(node), `${tree.pathOf(folder)}/${name}`]
  if (step.do === 'copy') {
    if (!tree.canMove(node, folder, name) || folder.children.has(name.toLowerCase())) return null
    tree.copy(node, folder, name)
    return { op: 'copy', path, to }
  }
  if (!tree.canMove(node, folder, name)) return null
  tree.move(node, folder, name)
  return { op: 'move', path, to }
}

/** Something of the user's own at a path that a ledger remembers: the very receipt again, or another text. */
function replace(tree: ModelTree, models: Model[], { what, like }: Extract<PersonStep, { do: 'replace' }>): Deed | null {
  const receipt = pick(models.flatMap(({ receipts }) => receipts.filter((one) => one.path !== null)), what)
  if (!receipt?.path) return null
  const text = like ? receipt.text : `other ${what}`
  return tree.write(receipt.path, text, 'overwrite') ? { op: 'write', path: receipt.path, text } : null
}

/** A file where a folder was, or a folder where a file was. */
function block(tree: ModelTree, models: Model[], what: number): Deed | null {
  const folders = models.flatMap(({ rows }) => rows.map(({ path }) => ({ path, was: 'folder' })))
  const files = models.flatMap(({ receipts }) => receipts.flatMap(({ path }) => (path === null ? [] : [{ path, was: 'file' }])))
  const place = pick([...folders, ...files], what)
  if (!place || tree.at(place.path) || !isPossible(tree, place.path)) return null
  if (place.was === 'folder') return tree.write(place.path, `block ${what}`, 'add') ? { op: 'write', path: place.path, text: `block ${what}` } : null
  tree.makeFolder(place.path)
  return { op: 'mkdir', path: place.path }
}

/** Deletes for good: something that stands, or what was deleted before. */
function purge(tree: ModelTree, what: number): Deed | null {
  const buried = tree.burials.filter((one) => !tree.at(one.path) && tree.isHeld(one))
  const path = pick([...tree.all().map((node) => tree.pathOf(node)), ...buried.map((one) => one.path)], what)
  if (path === undefined) return null
  const node = tree.at(path)
  if (node) tree.remove(node)
  tree.purge(path)
  return { op: 'purge', path }
}

/** Does a person's step in the model's tree and tells what to do at Dropbox; null when the step is not possible now. */
export function perform(tree: ModelTree, models: Model[], step: PersonStep): Deed | null {
  if (step.do === 'move' || step.do === 'copy') return relocate(tree, step)
  if (step.do === 'replace') return replace(tree, models, step)
  if (step.do === 'block') return block(tree, models, step.what)
  if (step.do === 'purge') return purge(tree, step.what)
  if (step.do === 'mkdir') return makeAgain(tree, models, step.what)
  if (step.do === 'restore') return restore(tree, step.what)
  const node = pick(tree.all(step.do === 'deleteFolder' || step.do === 'share' ? 'folder' : step.do === 'respell' ? undefined : 'file'), step.what)
  if (!node) return null
  const path = tree.pathOf(node)
  if (step.do === 'share') return share(tree, node, path)
  if (step.do === 'respell') return respell(tree, node, path)
  if (step.do === 'edit') return tree.write(path, `edited ${step.what}`, 'overwrite') ? { op: 'write', path, text: `edited ${step.what}` } : null
  tree.remove(node)
  return { op: 'delete', path }
}

function share(tree: ModelTree, node: Node, path: string): Deed {
  const op = node.isShared ? 'unshare' : 'share'
  tree.share(node)
  return { op, path }
}

function respell(tree: ModelTree, node: Node, path: string): Deed | null {
  const name = toggled(node.name)
  if (!node.parent || name === node.name) return null
  const to = `${tree.pathOf(node.parent)}/${name}`
  tree.move(node, node.parent, name)
  return { op: 'move', path, to }
}

/** A folder under the name of one that the exporter filled. */
function makeAgain(tree: ModelTree, models: Model[], what: number): Deed | null {
  const path = pick([...new Set(models.flatMap(({ rows }) => rows.map((row) => row.path)))], what)
  if (path === undefined || tree.at(path) || !isPossible(tree, path)) return null
  tree.makeFolder(path)
  return { op: 'mkdir', path }
}

function restore(tree: ModelTree, what: number): Deed | null {
  const burial = pick(tree.burials.filter((one) => tree.canRestore(one)), what)
  if (!burial) return null
  tree.restore(burial)
  return { op: 'restore', path: burial.path }
}

/** No file stands where a folder of this path would be needed. */
function isPossible(tree: ModelTree, path: string): boolean {
  const parts = path.split('/').slice(1)
  return parts.every((_, index) => tree.at(`/${parts.slice(0, index + 1).join('/')}`)?.kind !== 'file')
}
