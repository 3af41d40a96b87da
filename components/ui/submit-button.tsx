'use client'

import type { ComponentProps, ReactNode } from 'react'
import { useFormStatus } from 'react-dom'
import { useFormPending } from './action-form'
import { buttonStyle, type ButtonStyle } from './button-style'
import { Spinner } from './spinner'

type Props = ComponentProps<'button'> & ButtonStyle & {
  children: ReactNode
  /** Of a form that is no ActionForm. */
  isPending?: boolean
}

/** Sends its form; while the answer is awaited it says so to screen readers and cannot be pressed again. */
export function SubmitButton({ tone = 'primary', size, className, children, disabled, isPending: isAwaited = false, ...rest }: Props) {
  const isSending = useFormStatus().pending
  const isPending = useFormPending() || isSending || isAwaited
  return (
    <button type="submit" className={buttonStyle({ tone, size, className })} disabled={disabled || isPending} aria-busy={isPending} {...rest}>
      {isPending && <Spinner />}
      {children}
    </button>
  )
}
