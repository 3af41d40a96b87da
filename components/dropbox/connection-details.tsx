import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import type { ConnectionView } from '@/lib/connections/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import { isEverything } from './live-view'
import { SpaceMeter } from './space-meter'

/** Whose Dropbox it is, who connected it and when, under which name, from when on, and where the files are. */
export async function ConnectionDetails({ connection, owedBytes }: { connection: ConnectionView; owedBytes: number }) {
  const t = await getTranslations('connect.details')
  const format = await getFormat()
  const { dropbox, space } = connection
  return (
    <Card id="connection" title={t('title')}>
      <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <Fact label={t('account')}>
          <span className="font-medium">{dropbox.name}</span>
          <span className="block text-muted">{dropbox.email}</span>
          {dropbox.team && <span className="block text-muted">{t('team', { name: dropbox.team })}</span>}
        </Fact>
        <Fact label={t('name')}>{connection.authenticationName}</Fact>
        <Fact label={t('connectedBy')}>
          <time dateTime={connection.connectedAt} title={format.moment(connection.connectedAt)}>
            {t('by', { name: connection.connectedBy, day: format.day(connection.connectedAt) })}
          </time>
        </Fact>
        <Fact label={t('start')}>{isEverything(connection.startAt) ? t('everything') : format.moment(connection.startAt)}</Fact>
        <Fact label={t('folder')}>{connection.rootPath}</Fact>
        <Fact label={t('space')}>
          {space ? (
            <SpaceMeter
              used={space.used}
              allocated={space.allocated}
              needed={owedBytes}
              label={t('space')}
              text={t('used', { used: format.bytes(space.used), total: format.bytes(space.allocated) })}
              notes={[t('free', { free: format.bytes(Math.max(0, space.allocated - space.used)) }), ...(owedBytes > 0 ? [t('needed', { needed: format.bytes(owedBytes) })] : [])]}
            />
          ) : (
            t('spaceUnknown')
          )}
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  )
}
