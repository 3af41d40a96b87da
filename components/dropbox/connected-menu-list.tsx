'use client'

import { Unplug } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { Menu, MenuItem } from '@/components/ui/menu'
import { DisconnectDialog } from './disconnect-dialog'

export type ConnectedMenuProps = {
  connectionId: string
  action: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  words: { connected: string; disconnect: string }
  dialog: { title: string; intro: string; stops: string; stay: string; revoked: string; after: string; confirm: string; cancel: string }
}

/** The menu under *Connected* and its question, loaded when somebody is about to open it. */
export default function ConnectedMenuList({ trigger, connectionId, action, errors, words, dialog }: ConnectedMenuProps & { trigger: ReactElement }) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem isDanger onClick={() => setAsking(true)}>
          <Unplug aria-hidden="true" />
          {words.disconnect}
        </MenuItem>
      </Menu>
      <DisconnectDialog isOpen={isAsking} onOpenChange={setAsking} connectionId={connectionId} action={action} errors={errors} words={dialog} />
    </>
  )
}
