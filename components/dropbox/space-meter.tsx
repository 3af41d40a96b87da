type Props = { used: number; allocated: number; needed: number; label: string; text: string; notes: string[] }

/** Used space, and what is still needed beside it; sizes in bytes. Red when it will not fit. */
export function SpaceMeter({ used, allocated, needed, label, text, notes }: Props) {
  const share = (bytes: number) => (allocated > 0 ? Math.min(100, (bytes / allocated) * 100) : 100)
  const usedShare = share(used)
  return (
    <div>
      <div role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={allocated} aria-valuenow={Math.min(used, allocated)} aria-valuetext={text} className="mt-1.5 mb-1.5 flex h-2 gap-px overflow-hidden rounded-full bg-sunken">
        <span className="h-full bg-muted" style={{ width: `${usedShare}%` }} />
        <span className={`h-full ${used + needed > allocated ? 'bg-bad' : 'bg-accent'}`} style={{ width: `${Math.min(100 - usedShare, share(needed))}%` }} />
      </div>
      <p className="tabular-nums">{text}</p>
      <p className="text-muted tabular-nums">{notes.join(' · ')}</p>
    </div>
  )
}
