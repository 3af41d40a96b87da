type Props = { name: string; label: string; value: string | undefined; any: string; options: { value: string; label: string }[] }

/** A choice that narrows a list; the first option narrows nothing. */
export function SelectFilter({ name, label, value, any, options }: Props) {
  return (
    <select name={name} aria-label={label} defaultValue={value ?? ''} key={value ?? ''} className="h-9 max-w-full min-w-0 rounded-lg border border-line-strong bg-surface px-2.5 pr-8 text-base shadow-card hover:border-muted sm:max-w-48 sm:text-sm">
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
