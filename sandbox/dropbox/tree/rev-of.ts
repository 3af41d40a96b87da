import type { Namespace } from '../state/types'

/** The rev a write gets that takes place `seq` in this namespace: lower-case hex, unique over all namespaces. */
export function revOf(ns: Pick<Namespace, 'id'>, seq: number): string {
  return `01${(0x6a0000000 + seq).toString(16)}${Number(ns.id).toString(16).padStart(9, '0')}`
}
