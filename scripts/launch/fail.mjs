/** An error for the person at the terminal: printed as one line, then a non-zero exit. */
export class Refusal extends Error {}

const HINTS = {
  EADDRINUSE: 'the port is taken',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a file stands where a folder is needed',
}

/** One clear line for any error: the system's code in words, or the first line of the message. */
export function inOneLine(error) {
  const hint = HINTS[error?.code] ?? (/No space left on device/.test(String(error?.message)) ? HINTS.ENOSPC : undefined)
  const line = String(error?.message ?? error).split('\n').filter(Boolean).join('; ')
  return hint && !(error instanceof Refusal) ? `${hint} (${line})` : line
}
