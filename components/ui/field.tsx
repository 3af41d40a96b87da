'use client'

import { useId, type ComponentProps, type ReactNode } from 'react'
import { useFormAnswer } from './action-form'

export const inputStyle =
  'h-10 w-full min-w-0 rounded-lg border border-line-strong bg-surface px-3 text-base text-ink shadow-card placeholder:text-muted hover:border-muted aria-invalid:border-bad sm:text-sm'

type Props = Omit<ComponentProps<'input'>, 'name'> & { label: ReactNode; hint?: ReactNode; name: string }

/** A labelled text input; what its form answered about it stands right below, and what was typed is kept. */
export function Field({ label, hint, name, defaultValue, className = '', ...rest }: Props) {
  const id = useId()
  const { error, value } = useFormAnswer(name)
  return (
    <div className={`flex flex-col gap-1.5 ${className}`}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        name={name}
        defaultValue={value ?? defaultValue}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
        className={inputStyle}
        {...rest}
      />
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-bad">
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-hint`} className="text-muted">
            {hint}
          </p>
        )
      )}
    </div>
  )
}
