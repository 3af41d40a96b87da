'use client'

import { ChevronDown, CircleCheck } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { useWanted } from '@/components/ui/use-wanted'
import type { ConnectedMenuProps } from './connected-menu-list'

const load = () => import('./connected-menu-list')
const ConnectedMenuList = lazy(load)

/** *Connected*, and under it the way to disconnect, which explains itself first. */
export function ConnectedMenu(props: ConnectedMenuProps) {
  const { isWanted, bind } = useWanted(load)
  const content = (
    <>
      <CircleCheck aria-hidden="true" className="text-ok" />
      {props.words.connected}
      <ChevronDown aria-hidden="true" className="text-muted" />
    </>
  )
  const closed = (
    <button type="button" className={buttonStyle({ tone: 'plain' })} {...bind}>
      {content}
    </button>
  )
  if (!isWanted) return closed
  return (
    <Suspense fallback={closed}>
      <ConnectedMenuList {...props} trigger={<button type="button" className={buttonStyle({ tone: 'plain' })}>{content}</button>} />
    </Suspense>
  )
}
