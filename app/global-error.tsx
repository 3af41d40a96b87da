'use client'

import { failedWords } from '@/components/shell/failed-words'
import './globals.css'

type Props = { error: Error & { digest?: string }; reset: () => void }

/** The last resort, when even the frame could not be made: no translations, no components. */
export default function GlobalError({ error, reset }: Props) {
  const locale = typeof navigator === 'undefined' ? 'en' : navigator.language.slice(0, 2)
  const words = failedWords(locale)
  return (
    <html lang={locale}>
      <body>
        <main className="mx-auto grid min-h-dvh max-w-md place-content-center gap-3 p-6 text-center">
          <h1 className="text-base font-semibold">{words.title}</h1>
          <p className="text-muted">{words.text}</p>
          {error.digest && <p className="font-mono text-xs">{error.digest}</p>}
          <button type="button" onClick={reset} className="mx-auto rounded-lg bg-accent px-4 py-2 font-medium text-on-accent">
            {words.action}
          </button>
        </main>
      </body>
    </html>
  )
}
