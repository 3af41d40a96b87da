'use client'

import { useId, type ComponentProps, type ReactNode } from 'react'
import { useFormAnswer } from './action-form'

/** repeated.css says how it looks, once for all the fields of a page. */
export const inputStyle = 'input'

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
