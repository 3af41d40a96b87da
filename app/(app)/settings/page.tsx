import type { Metadata } from 'next'
import { MemberList } from '@/components/settings/member-list'
import { RegionForm } from '@/components/settings/region-form'
import { errorWords } from '@/components/shell/error-words'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { isAllowed } from '@/lib/auth/permissions'
import { requirePermission } from '@/lib/auth/require-actor'
import { findLiveConnection } from '@/lib/connections/find-live-connection'
import { getTranslations } from '@/lib/i18n/get-translations'
import { getWords } from '@/lib/i18n/get-words'
import { getSettings } from '@/lib/organizations/get-settings'
import { listMembers } from '@/lib/organizations/list-members'
import { addOne, changeOneRole, removeOne, saveRegion } from './actions'
import { MailSection } from './mail-section'
import { FilingSection } from './filing-section'
import { InstallationSection } from './installation-section'
import { QontoSection } from './qonto-section'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('settings'))('title') })

type Props = { searchParams: Promise<{ error?: string | string[] }> }

export default async function SettingsPage({ searchParams }: Props) {
  const actor = await requirePermission('settings.view')
  const t = await getTranslations('settings')
  const canManage = isAllowed(actor.role, 'settings.manage')
  const [settings, connection, members, errors] = await Promise.all([
    getSettings(actor.organizationId),
    findLiveConnection(actor.organizationId),
    listMembers(actor.organizationId),
    errorWords(['last_owner', 'already_member', 'not_connected']),
  ])
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t('title')} hint={`${t('intro', { organization: actor.organizationName })}${canManage ? '' : ` ${t('readOnly')}`}`} />
      <FilingSection organizationId={actor.organizationId} settings={settings} isConnected={connection !== null} errors={errors} canManage={canManage} />
      <Card id="region" title={t('region.title')} hint={t('region.hint')}>
        <RegionForm
          action={saveRegion}
          errors={errors}
          timeZone={settings.timeZone}
          zones={zonesWith(settings.timeZone)}
          locale={settings.locale}
          languages={await getWords('common', 'languages')}
          isLocked={!canManage}
          words={{ timeZone: t('region.timeZone'), language: t('region.language'), save: t('save'), saved: t('saved') }}
        />
      </Card>
      <QontoSection actor={actor} from="settings" error={(await searchParams).error} />
      <MailSection actor={actor} />
      <MemberList members={members} ownUserId={actor.userId} actions={{ add: addOne, changeRole: changeOneRole, remove: removeOne }} errors={errors} canManage={isAllowed(actor.role, 'members.manage')} />
      <InstallationSection actor={actor} />
    </div>
  )
}

/** Every zone that this system knows, and the one in use. */
const zonesWith = (used: string) => [...new Set([used, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort()
