'use client'

import { QueryClient, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { LiveView } from './live-view'

const POLL_RUNNING_MS = 1500
const POLL_IDLE_MS = 20_000

/** Asks for the newest view while no stream brings it, faster while a run is going on. Shows nothing. */
export default function LivePolling({ isRunning, offer }: { isRunning: boolean; offer: (view: LiveView) => void }) {
  // One for each page: a shared one would keep one organization's view while another's page is made.
  const [client] = useState(() => new QueryClient())
  const { data } = useQuery({ queryKey: ['progress'], queryFn: readView, refetchInterval: isRunning ? POLL_RUNNING_MS : POLL_IDLE_MS, staleTime: POLL_RUNNING_MS, retry: false }, client)
  useEffect(() => {
    if (data) offer(data)
  }, [data, offer])
  return null
}

async function readView(): Promise<LiveView> {
  const response = await fetch('/api/progress', { headers: { accept: 'application/json' } })
  // Signed out, or a colleague disconnected: this page is no longer the right one.
  if ([401, 403, 409].includes(response.status)) window.location.reload()
  if (!response.ok) throw new Error(`progress answered ${response.status}`)
  return (await response.json()) as LiveView
}
