'use client'

import type { ComponentProps, ReactNode } from 'react'
import { useFormStatus } from 'react-dom'
import { buttonStyle, type ButtonStyle } from './button-style'
import { Spinner } from './spinner'

type Props = ComponentProps<'button'> & ButtonStyle & { children: ReactNode }

/** Sends its form; while the answer is awaited it says so to screen readers and cannot be pressed again. */
export function SubmitButton({ tone = 'primary', size, className, children, disabled, ...rest }: Props) {
  const { pending } = useFormStatus()
  return (
    <button type="submit" className={buttonStyle({ tone, size, className })} disabled={disabled || pending} aria-busy={pending} {...rest}>
      {pending && <Spinner />}
      {children}
    </button>
  )
}
