import type { ComponentProps } from 'react'
import { buttonStyle, type ButtonStyle } from './button-style'

/** A button that does something on this page. */
export function Button({ tone, size, className, type = 'button', ...rest }: ComponentProps<'button'> & ButtonStyle) {
  return <button type={type} className={buttonStyle({ tone, size, className })} {...rest} />
}
