import { endpointError, type Tagged, type WireError } from '../http/wire-error'

/** A write that the tree refuses; each route wraps the WriteError in its own error union. */
export class WriteFailure extends Error {
  constructor(readonly error: Tagged) {
    super(error['.tag'])
  }
}

/** A look-up that fails; each route wraps the LookupError in its own error union. */
export class LookupFailure extends Error {
  constructor(readonly error: Tagged) {
    super(error['.tag'])
  }
}

/** A union member that nests a value under its own name, or carries none. */
export function tagged(tag: string, nested?: unknown): Tagged {
  return nested === undefined ? { '.tag': tag } : { '.tag': tag, [tag]: nested }
}

/** `conflict/…` of WriteError. */
export function conflict(what: 'file' | 'folder' | 'file_ancestor'): WriteFailure {
  return new WriteFailure(tagged('conflict', tagged(what)))
}

/** LookupError of one of the plain tags. */
export const lookupFailure = (tag: string): LookupFailure => new LookupFailure(tagged(tag))
/** WriteError of one of the plain tags. */
export const writeFailure = (tag: string): WriteFailure => new WriteFailure(tagged(tag))

/** The error union of a route around a failure of the tree; other errors come back unchanged. */
export function wrapFailure(error: unknown, lookupTag: string, writeTag: string): unknown {
  if (error instanceof LookupFailure) return endpointError(tagged(lookupTag, error.error))
  if (error instanceof WriteFailure) return endpointError(tagged(writeTag, error.error))
  return error
}

/** Runs a route's work and answers its failures as 409 in the route's own union. */
export async function failingAs<T>(lookupTag: string, writeTag: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw wrapFailure(error, lookupTag, writeTag) as WireError
  }
}
