import { useId, type ComponentProps } from 'react'

type Props = Omit<ComponentProps<'select'>, 'name'> & { label: string; name: string; options: { value: string; label: string }[]; isLabelHidden?: boolean }

/** A labelled choice of one from a short list. */
export function SelectField({ label, options, isLabelHidden = false, className = '', ...rest }: Props) {
  const id = useId()
  return (
    <div className={`flex min-w-0 flex-col gap-1.5 ${className}`}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'font-medium'}>
        {label}
      </label>
      <select id={id} className="h-10 w-full min-w-0 rounded-lg border border-line-strong bg-surface px-3 text-base shadow-card hover:border-muted disabled:opacity-60 sm:text-sm" {...rest}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
