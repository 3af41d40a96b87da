/** Why a run failed or waits, fit for a page. `code` is the error's own code, when it has one. */
export type PlainCause = { code: string | null; message: string }

/**
 * The error's code, or its cause's, and the first line of its message, shortened, without addresses, paths and anything long enough to
 * be a key. Null when there is no error.
 */
export function plainCause(error: unknown): PlainCause | null {
  if (typeof error !== 'object' || error === null) return null
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: { code?: unknown } | null }
  const line = typeof message === 'string' ? (message.split('\n')[0] ?? '') : ''
  const plain = line.replace(/\w+:\/\/\S+/g, '…').replace(/(?:[A-Z]:)?(?:[\\/][\w.@-]+){2,}/g, '…').replace(/[\w+/=.-]{24,}/g, '…')
  const named = code ?? (typeof cause === 'object' ? cause?.code : undefined)
  return { code: typeof named === 'string' ? named : null, message: plain.slice(0, 200) }
}
