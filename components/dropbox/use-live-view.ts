'use client'

import { QueryClient, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { LiveView } from './live-view'

const KEY = ['progress']
const URL = '/api/progress'
const POLL_RUNNING_MS = 1500
const POLL_IDLE_MS = 20_000

/** The newest view: sent by the server while its stream is open, else asked for, faster while a run is going on. */
export function useLiveView(initial: LiveView): LiveView {
  // One for each page: a shared one would keep one organization's view in the server's memory while another's page is made.
  const [client] = useState(() => new QueryClient())
  const [isStreaming, setStreaming] = useState(false)
  const { data = initial } = useQuery(
    {
      queryKey: KEY,
      queryFn: readView,
      initialData: initial,
      initialDataUpdatedAt: new Date(initial.present).getTime(),
      refetchInterval: (query) => (isStreaming ? false : (query.state.data ?? initial).isRunning ? POLL_RUNNING_MS : POLL_IDLE_MS),
      staleTime: POLL_RUNNING_MS,
      retry: false,
    },
    client,
  )
  // A page that was made again on the server is newer than what the stream sent before.
  useEffect(() => client.setQueryData<LiveView>(KEY, (known) => newer(known, initial)) && undefined, [client, initial])
  useEffect(() => {
    const stream = new EventSource(URL)
    stream.onopen = () => setStreaming(true)
    stream.onerror = () => setStreaming(false)
    stream.onmessage = (event: MessageEvent<string>) => {
      // Our own route wrote it, in this shape.
      const view = JSON.parse(event.data) as LiveView
      client.setQueryData<LiveView>(KEY, (known) => newer(known, view))
    }
    return () => stream.close()
  }, [client])
  return newer(data, initial)
}

const newer = (known: LiveView | undefined, other: LiveView) => (known && known.present >= other.present ? known : other)

async function readView(): Promise<LiveView> {
  const response = await fetch(URL, { headers: { accept: 'application/json' } })
  // Signed out, or a colleague disconnected: this page is no longer the right one.
  if ([401, 403, 409].includes(response.status)) window.location.reload()
  if (!response.ok) throw new Error(`progress answered ${response.status}`)
  return (await response.json()) as LiveView
}
