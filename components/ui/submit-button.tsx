'use client'

import type { ComponentProps, ReactNode } from 'react'
import { useFormStatus } from 'react-dom'
import { useFormPending } from './action-form'
import { buttonStyle, type ButtonStyle } from './button-style'
import { Spinner } from './spinner'

type Props = ComponentProps<'button'> & ButtonStyle & { children: ReactNode }

/** Sends its form; while the answer is awaited it says so to screen readers and cannot be pressed again. */
export function SubmitButton({ tone = 'primary', size, className, children, disabled, ...rest }: Props) {
  const isSending = useFormStatus().pending
  const isPending = useFormPending() || isSending
  return (
    <button type="submit" className={buttonStyle({ tone, size, className: `aria-busy:[&>svg:not(:first-child)]:hidden ${className ?? ''}` })} disabled={disabled || isPending} aria-busy={isPending} {...rest}>
      {isPending && <Spinner />}
      {children}
    </button>
  )
}
