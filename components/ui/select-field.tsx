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
      <select id={id} className="input disabled:opacity-60" {...rest}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
