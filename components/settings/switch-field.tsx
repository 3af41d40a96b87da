import { useId } from 'react'

type Props = { label: string; hint: string; name: string; defaultChecked: boolean }

/** A labelled yes or no, with what it means. */
export function SwitchField({ label, hint, name, defaultChecked }: Props) {
  const id = useId()
  return (
    <div className="flex items-start gap-3">
      <input id={id} type="checkbox" name={name} value="on" defaultChecked={defaultChecked} aria-describedby={`${id}-hint`} className="mt-0.5 size-5 shrink-0 accent-accent disabled:opacity-60" />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-muted">
          {hint}
        </p>
      </div>
    </div>
  )
}
