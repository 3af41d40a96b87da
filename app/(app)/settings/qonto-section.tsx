import { QontoCard } from '@/components/settings/qonto-card'
import { errorWords } from '@/components/shell/error-words'
import type { Actor } from '@/lib/auth/actor'
import { isAllowed } from '@/lib/auth/permissions'
import { isErrorCode } from '@/lib/errors'
import { findQontoAccess } from '@/lib/qonto-access/find-qonto-access'
import { listQontoRevocations } from '@/lib/qonto-access/list-qonto-revocations'
import { hasQontoClient } from '@/lib/qonto/oauth-client'
import { connectQonto, removeQonto, saveQontoKey, testQonto } from './qonto-actions'

const CODES = [
  'qonto_credentials_missing', 'qonto_credentials_refused', 'qonto_reconnect', 'qonto_client_refused', 'qonto_oauth_unset', 'qonto_oauth_cancelled', 'qonto_oauth_lost',
  'qonto_scope_missing', 'qonto_other_organization', 'qonto_forbidden', 'qonto_unreachable', 'qonto_rate_limited', 'qonto_reply_unreadable', 'qonto_refused', 'qonto_not_found',
] as const

type Props = { actor: Actor; from: 'settings' | 'set-up'; error: string | string[] | undefined }

/** Qonto on a page: how we sign in there, and what may be done about it. */
export async function QontoSection({ actor, from, error }: Props) {
  const canManage = isAllowed(actor.role, 'settings.manage')
  const [access, open] = await Promise.all([findQontoAccess(actor.organizationId), canManage ? listQontoRevocations(actor.organizationId) : []])
  const failure = typeof error === 'string' && isErrorCode(error) ? error : null
  return (
    <QontoCard
      access={access}
      open={open}
      actions={{ save: saveQontoKey, test: testQonto, connect: connectQonto, remove: removeQonto }}
      from={from}
      canVisit={hasQontoClient()}
      canManage={canManage}
      failure={failure}
      errors={await errorWords([...CODES, ...(failure ? [failure] : [])])}
    />
  )
}
