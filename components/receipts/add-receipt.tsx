'use client'

import { Camera, Upload } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import { Button } from '@/components/ui/button'
import type { ErrorWords } from '@/components/ui/form-answer'
import { sendFile } from './send-file'
import { UploadLine, type LineWords, type UploadState } from './upload-line'

const KINDS = '.pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png'

export type AddWords = LineWords & Record<'drop' | 'hint' | 'choose' | 'camera' | 'list', string>
type Entry = { id: number; file: File; state: UploadState }

/** Sends files to a transaction: dropped, chosen or photographed, one after the other, each with its progress. */
export function AddReceipt({ transactionId, words, errors }: { transactionId: string; words: AddWords; errors: ErrorWords }) {
  const [entries, setEntries] = useState<Entry[]>([])
  const [isOver, setOver] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const count = useRef(0)

  const update = (id: number, state: UploadState) => setEntries((known) => known.map((entry) => (entry.id === id ? { ...entry, state } : entry)))
  const send = (id: number, file: File) => {
    update(id, { kind: 'waiting' })
    queue.current = queue.current.then(async () => {
      update(id, { kind: 'sending', percent: 0 })
      const code = await sendFile(transactionId, file, (percent) => update(id, { kind: 'sending', percent }))
      update(id, code === null ? { kind: 'sent' } : { kind: 'failed', code })
    })
  }
  const add = (files: FileList | null) => {
    for (const file of files ?? []) {
      const id = ++count.current
      const isTwice = entries.some((entry) => entry.file.name === file.name && entry.file.size === file.size && entry.state.kind !== 'failed')
      setEntries((known) => [...known, { id, file, state: isTwice ? { kind: 'twice' } : { kind: 'waiting' } }])
      if (!isTwice) send(id, file)
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    add(event.dataTransfer.files)
  }
  return (
    <div>
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`rounded-xl border border-dashed p-4 text-center transition-colors sm:p-6 ${isOver ? 'border-accent bg-accent-soft' : 'border-line-strong bg-canvas'}`}
      >
        <p className="font-medium">{words.drop}</p>
        <p className="mt-0.5 text-muted">{words.hint}</p>
        <div className="mt-4 flex flex-wrap justify-center gap-2">
          <Button onClick={() => picker.current?.click()}>
            <Upload aria-hidden="true" />
            {words.choose}
          </Button>
          <Button onClick={() => camera.current?.click()} className="pointer-fine:hidden">
            <Camera aria-hidden="true" />
            {words.camera}
          </Button>
        </div>
        <input ref={picker} type="file" accept={KINDS} multiple hidden aria-label={words.choose} onChange={(event) => add(event.target.files)} />
        <input ref={camera} type="file" accept="image/*" capture="environment" hidden aria-label={words.camera} onChange={(event) => add(event.target.files)} />
      </div>
      {entries.length > 0 && (
        <ul aria-label={words.list} aria-live="polite" className="mt-3 flex flex-col gap-1">
          {entries.map(({ id, file, state }) => (
            <UploadLine key={id} name={file.name} state={state} words={words} errors={errors} again={() => send(id, file)} />
          ))}
        </ul>
      )}
    </div>
  )
}
