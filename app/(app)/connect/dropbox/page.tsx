import type { Metadata } from 'next'
import { errorWords } from '@/components/shell/error-words'
import { PageHeader } from '@/components/shell/page-header'
import { NotConnected } from '@/components/dropbox/not-connected'
import { OpenRevocations } from '@/components/dropbox/open-revocations'
import { Badge } from '@/components/ui/badge'
import { Command } from '@/components/ui/command'
import { ErrorNotice } from '@/components/ui/error-notice'
import { ConnectedMenu } from '@/components/dropbox/connected-menu'
import { isAllowed } from '@/lib/auth/permissions'
import { requirePermission } from '@/lib/auth/require-actor'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { hasBegunSetup } from '@/lib/connections/has-begun-setup'
import { listOpenRevocations } from '@/lib/connections/list-open-revocations'
import { isErrorCode } from '@/lib/errors'
import { getTranslations } from '@/lib/i18n/get-translations'
import { CircleCheck } from 'lucide-react'
import { disconnectDropbox, startSetup } from './actions'
import { Connected } from './connected'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('connect'))('title') })

type Props = { searchParams: Promise<{ error?: string | string[] }> }

export default async function ConnectPage({ searchParams }: Props) {
  const actor = await requirePermission('connection.view')
  const t = await getTranslations('connect')
  const canManage = isAllowed(actor.role, 'connection.manage')
  const [connection, open] = await Promise.all([findLiveConnection(actor.organizationId), canManage ? listOpenRevocations(actor.organizationId) : []])
  const { error } = await searchParams
  const code = typeof error === 'string' && isErrorCode(error) ? error : null
  const hasDraft = connection === null && canManage && (await hasBegunSetup(actor))
  const errors = await errorWords(['already_connected', 'not_connected', ...(code ? [code] : [])])
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title={t('title')}
        hint={t('intro')}
        actions={
          connection === null ? (
            <Command action={startSetup} errors={errors} tone="primary" size="large" why={canManage ? undefined : t('why.role')}>
              {t('actions.connect')}
            </Command>
          ) : canManage ? (
            <ConnectedMenu
              connectionId={connection.id}
              action={disconnectDropbox}
              errors={errors}
              words={{ connected: t('actions.connected'), disconnect: t('actions.disconnect') }}
              dialog={await disconnectWords(connection.dropbox.email)}
            />
          ) : (
            <Badge tone="ok" size="medium" icon={<CircleCheck aria-hidden="true" />}>
              {t('actions.connected')}
            </Badge>
          )
        }
      />
      {code && <ErrorNotice code={code} errors={errors} />}
      <OpenRevocations open={open} />
      {connection ? <Connected actor={actor} connection={connection} canManage={canManage} /> : <NotConnected canConnect={canManage} hasDraft={hasDraft} />}
    </div>
  )
}

async function disconnectWords(email: string) {
  const t = await getTranslations('connect.disconnect')
  const common = await getTranslations('common.actions')
  return { title: t('title', { email }), intro: t('intro'), stops: t('stops'), stay: t('stay'), revoked: t('revoked'), after: t('after'), confirm: t('confirm'), cancel: common('cancel') }
}
