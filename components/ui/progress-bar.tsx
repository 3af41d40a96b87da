/** How much of a known whole is done. `text` is what is read aloud beside the number. */
export function ProgressBar({ value, max, label, text }: { value: number; max: number; label: string; text: string }) {
  const share = max === 0 ? 1 : Math.min(1, value / max)
  return (
    <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={max} aria-valuenow={Math.min(value, max)} aria-valuetext={text} className="h-2 overflow-hidden rounded-full bg-sunken">
      <div className="h-full origin-left rounded-full bg-accent transition-transform duration-500 ease-out" style={{ transform: `scaleX(${share})` }} />
    </div>
  )
}
