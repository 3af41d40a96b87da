'use client'

import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { failedWords } from '@/components/shell/failed-words'

type Props = { error: Error & { digest?: string }; reset: () => void }

/** A page that could not be made: one neutral sentence and the number that the log carries. */
export default function ErrorPage({ error, reset }: Props) {
  const words = failedWords(typeof document === 'undefined' ? 'en' : document.documentElement.lang)
  return (
    <main className="grid min-h-[70dvh] place-items-center">
      <EmptyState level="h1" title={words.title} action={<Button tone="primary" onClick={reset}>{words.action}</Button>}>
        {words.text}
        {error.digest && <span className="mt-2 block font-mono text-xs">{error.digest}</span>}
      </EmptyState>
    </main>
  )
}
