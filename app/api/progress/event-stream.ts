import type { LiveView } from '@/components/dropbox/live-view'

const RUNNING_MS = 1000
const IDLE_MS = 5000

type Options = { first: LiveView; read: () => Promise<LiveView | null>; signal: AbortSignal }

// Open streams keep a server from ending: the closers are shared by every bundle of this process, and called when it is told to stop.
const globals = globalThis as { __receiptsStreams?: Set<() => void> }

function openStreams(): Set<() => void> {
  if (globals.__receiptsStreams) return globals.__receiptsStreams
  const streams = new Set<() => void>()
  const closeAll = () => streams.forEach((close) => close())
  process.once('SIGTERM', closeAll)
  process.once('SIGINT', closeAll)
  return (globals.__receiptsStreams = streams)
}

/** Server-sent events: the first view at once, another when something but the clock has changed. Ends when `read` answers null or fails. */
export function eventStream({ first, read, signal }: Options): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let timer: ReturnType<typeof setTimeout> | undefined
  let end = () => {}
  return new ReadableStream({
    start(controller) {
      let sent = ''
      let isOpen = true
      end = () => {
        if (!isOpen) return
        isOpen = false
        clearTimeout(timer)
        openStreams().delete(end)
        controller.close()
      }
      const send = (view: LiveView) => {
        const content = JSON.stringify({ ...view, present: '' })
        controller.enqueue(encoder.encode(content === sent ? ': still here\n\n' : `data: ${JSON.stringify(view)}\n\n`))
        sent = content
        timer = setTimeout(() => void next(), view.isRunning ? RUNNING_MS : IDLE_MS)
      }
      const next = async () => {
        const view = await read().catch(() => null)
        if (!isOpen) return
        if (view) send(view)
        else end()
      }
      signal.addEventListener('abort', end)
      openStreams().add(end)
      controller.enqueue(encoder.encode('retry: 3000\n\n'))
      send(first)
    },
    cancel: () => end(),
  })
}
