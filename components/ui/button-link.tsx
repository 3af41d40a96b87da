import { Link } from './link'
import type { ComponentProps } from 'react'
import { buttonStyle, type ButtonStyle } from './button-style'

/** A link that looks like a button: for what leads to another page. */
export function ButtonLink({ tone, size, className, ...rest }: ComponentProps<typeof Link> & ButtonStyle) {
  return <Link className={buttonStyle({ tone, size, className })} {...rest} />
}
