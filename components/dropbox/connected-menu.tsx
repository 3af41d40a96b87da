'use client'

import { ChevronDown, CircleCheck, Unplug } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { Menu, MenuItem } from '@/components/ui/menu'
import type { DisconnectProps } from './disconnect-dialog'

// Its code is fetched with the first press: few visits need it.
const DisconnectDialog = lazy(() => import('./disconnect-dialog'))

type Props = Omit<DisconnectProps, 'isOpen' | 'onOpenChange' | 'words'> & { words: { connected: string; disconnect: string }; dialog: DisconnectProps['words'] }

/** *Connected*, and under it the way to disconnect, which explains itself first. */
export function ConnectedMenu({ words, dialog, ...rest }: Props) {
  const [asking, setAsking] = useState<boolean>()
  return (
    <>
      <Menu
        triggerClass={buttonStyle({ tone: 'plain' })}
        popupClass="top-full right-0 mt-1.5"
        trigger={
          <>
            <CircleCheck aria-hidden="true" className="text-ok" />
            {words.connected}
            <ChevronDown aria-hidden="true" className="text-muted" />
          </>
        }
      >
        <MenuItem isDanger onClick={() => setAsking(true)}>
          <Unplug aria-hidden="true" />
          {words.disconnect}
        </MenuItem>
      </Menu>
      <Suspense>{asking !== undefined && <DisconnectDialog {...rest} isOpen={asking} onOpenChange={setAsking} words={dialog} />}</Suspense>
    </>
  )
}
