// What a real Dropbox account takes: about 15 files and 4 MB a second, whichever is slower, and a few seconds to begin.
const FILES_PER_SECOND = 15
const BYTES_PER_SECOND = 4_000_000
const BEGIN_SECONDS = 5

/** About how long the first export will take, in seconds. */
export function roughSeconds({ receipts, bytes }: { receipts: number; bytes: number }): number {
  return BEGIN_SECONDS + Math.max(receipts / FILES_PER_SECOND, bytes / BYTES_PER_SECOND)
}
