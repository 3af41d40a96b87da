'use client'

import { useCallback, useEffect, useState } from 'react'
import type { LiveView } from './live-view'

const PATIENCE_MS = 2000

/**
 * The newest view: sent by the server while its stream is open. `isSilent` says that no stream has been open for a while, so that it must be asked
 * for (live-polling.tsx), and `offer` takes what was answered.
 */
export function useLiveView(initial: LiveView) {
  const [known, setKnown] = useState(initial)
  const [isStreaming, setStreaming] = useState(false)
  const [isSilent, setSilent] = useState(false)
  const offer = useCallback((view: LiveView) => setKnown((before) => newer(before, view)), [])
  useEffect(() => {
    const stream = new EventSource('/api/progress')
    stream.onopen = () => setStreaming(true)
    stream.onerror = () => setStreaming(false)
    // Our own route wrote it, in this shape.
    stream.onmessage = (event: MessageEvent<string>) => offer(JSON.parse(event.data) as LiveView)
    return () => stream.close()
  }, [offer])
  useEffect(() => {
    if (isStreaming) return
    const timer = setTimeout(() => setSilent(true), PATIENCE_MS)
    return () => {
      clearTimeout(timer)
      setSilent(false)
    }
  }, [isStreaming])
  // A page that was made again on the server is newer than what the stream sent before.
  return { view: newer(known, initial), isSilent, offer }
}

const newer = (known: LiveView, other: LiveView) => (known.present >= other.present ? known : other)
