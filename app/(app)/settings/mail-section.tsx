import { MailCard } from '@/components/settings/mail-card'
import { errorWords } from '@/components/shell/error-words'
import type { Actor } from '@/lib/auth/actor'
import { isAllowed } from '@/lib/auth/permissions'
import { getMailSettings } from '@/lib/notices/get-mail-settings'
import { saveDigest, saveMails } from './mail-actions'

/** Who gets which mail. */
export async function MailSection({ actor }: { actor: Actor }) {
  const settings = await getMailSettings(actor.organizationId)
  return <MailCard settings={settings} actions={{ saveMails, saveDigest }} errors={await errorWords([])} canManage={isAllowed(actor.role, 'settings.manage')} />
}
