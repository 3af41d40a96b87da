/** Why a run failed or waits, fit for a page. `code` is the error's own code, when it has one. */
export interface PlainCause {
  code: string | null
  message: string
}

/** The first line of an error's message, shortened, without addresses, paths and anything long enough to be a key. */
export function toPlainCause(error: unknown): PlainCause | null {
  if (typeof error !== 'object' || error === null) return null
  const { code, message } = error as { code?: unknown; message?: unknown }
  const line = typeof message === 'string' ? (message.split('\n')[0] ?? '') : ''
  const plain = line.replace(/\w+:\/\/\S+/g, '…').replace(/(?:[A-Z]:)?(?:[\\/][\w.@-]+){2,}/g, '…').replace(/[\w+/=.-]{24,}/g, '…')
  return { code: typeof code === 'string' ? code : null, message: plain.slice(0, 200) }
}
