import type { FileRecord } from '../state/record'
import type { FileNode, FolderNode, Namespace, Version } from '../state/types'
import { attach, logNode } from './attach'
import { remember } from './bury'
import { pathOf } from './path-of'
import { wireTime } from './wire-time'

/** Creates the file, or gives the live file with this id a new version. */
export function applyFile(ns: Namespace, record: FileRecord): FileNode {
  const version: Version = {
    rev: record.rev, id: record.id, size: record.size, hash: record.hash,
    clientModified: record.cm, serverModified: wireTime(record.at), by: record.by,
  }
  ns.versions.set(version.rev, version)
  ns.used += version.size
  const known = ns.nodes.get(record.id)
  if (known?.kind === 'file') {
    ns.used -= known.version.size
    remember(ns, known.version, pathOf(known))
    known.version = version
    logNode(ns, known, record.at)
    return known
  }
  const parent = ns.nodes.get(record.parent) as FolderNode
  const node: FileNode = { kind: 'file', id: record.id, name: '', lower: '', parent, seq: 0, live: true, version }
  ns.nodes.set(node.id, node)
  attach(ns, node, parent, record.name)
  logNode(ns, node, record.at)
  return node
}
