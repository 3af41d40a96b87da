'use client'

import { ChevronDown, CircleCheck, Unplug } from 'lucide-react'
import { useState } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { Menu, MenuItem } from '@/components/ui/menu'
import { DisconnectDialog } from './disconnect-dialog'

type Props = {
  connectionId: string
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  words: { connected: string; disconnect: string }
  dialog: { title: string; intro: string; stops: string; stay: string; revoked: string; after: string; confirm: string; cancel: string }
}

/** *Connected*, and under it the way to disconnect, which explains itself first. */
export function ConnectedMenu({ connectionId, action, errors, words, dialog }: Props) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Menu
        trigger={
          <button type="button" className={buttonStyle({ tone: 'plain' })}>
            <CircleCheck aria-hidden="true" className="text-ok" />
            {words.connected}
            <ChevronDown aria-hidden="true" className="text-muted" />
          </button>
        }
      >
        <MenuItem isDanger onClick={() => setAsking(true)}>
          <Unplug aria-hidden="true" />
          {words.disconnect}
        </MenuItem>
      </Menu>
      <DisconnectDialog isOpen={isAsking} onOpenChange={setAsking} connectionId={connectionId} action={action} errors={errors} words={dialog} />
    </>
  )
}
