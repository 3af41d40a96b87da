import { ButtonLink } from './button-link'

type Props = { label: string; path: string; query: Record<string, string | undefined>; nextCursor: string | null; words: { next: string; first: string } }

/** The way to the next page of a list, and back to the first. */
export function Pager({ label, path, query, nextCursor, words }: Props) {
  if (!nextCursor && !query.cursor) return null
  const at = (cursor: string | undefined) => {
    const filled = Object.entries({ ...query, cursor }).filter((entry): entry is [string, string] => Boolean(entry[1]))
    return filled.length ? `${path}?${new URLSearchParams(filled)}` : path
  }
  return (
    <nav aria-label={label} className="flex justify-between gap-2 border-t px-4 py-3 sm:px-6">
      {query.cursor ? <ButtonLink href={at(undefined)} size="small">{words.first}</ButtonLink> : <span />}
      {nextCursor && <ButtonLink href={at(nextCursor)} size="small">{words.next}</ButtonLink>}
    </nav>
  )
}
