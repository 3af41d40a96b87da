import { redirectUri } from '@/lib/connections/redirect-uri'
import { db } from '@/lib/db'
import { checkApp } from '@/lib/dropbox/check-app'
import { checkConsentPage } from '@/lib/dropbox/check-consent-page'
import { missingScopes, SCOPES } from '@/lib/dropbox/scopes'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { findDropboxApp } from '@/lib/installation/dropbox-app'
import type { Finding, FindingCode } from './present'

const scopes = SCOPES.join(' ')
const SCOPE_TO_SHOW_THE_PAGE = ['account_info.read']

/** Key and secret, the redirect address and the scopes of the Dropbox app. What cannot be told before the app is known is left for later. */
export async function checkDropbox(): Promise<Finding[]> {
  const app = await findDropboxApp()
  const outcome = app ? await appOutcome(app) : 'app_missing'
  const found: Finding[] = [{ check: 'app', code: outcome, values: { key: app?.key ?? '', from: env().DROPBOX_APP_KEY ? 'environment' : 'pages' } }]
  const uri = redirectUri()
  if (!app || outcome !== 'app_ok') {
    return [...found, { check: 'redirect', code: 'redirect_later', values: { uri } }, { check: 'scopes', code: 'scopes_unknown', values: { scopes } }]
  }
  const page = await checkConsentPage(app.key, uri, SCOPE_TO_SHOW_THE_PAGE).catch(() => 'unknown' as const)
  const redirect: FindingCode = page === 'refused' ? 'redirect_refused' : page === 'shown' ? 'redirect_ok' : 'redirect_unknown'
  return [...found, { check: 'redirect', code: redirect, values: { uri } }, await scopesOutcome(app.key, uri, page === 'shown')]
}

async function appOutcome(app: { key: string; secret: string }): Promise<FindingCode> {
  try {
    await checkApp(app)
    return 'app_ok'
  } catch (thrown) {
    return thrown instanceof AppError && thrown.code === 'dropbox_app_refused' ? 'app_refused' : 'app_unreachable'
  }
}

/** What the last account granted tells most; before there is one, the consent page does where it shows itself. */
async function scopesOutcome(appKey: string, uri: string, canAsk: boolean): Promise<Finding> {
  const newest = await db().connection.findFirst({ where: { state: { not: 'disconnected' } }, orderBy: { connectedAt: 'desc' }, select: { scopes: true } })
  if (newest) {
    const lacking = missingScopes(newest.scopes)
    return { check: 'scopes', code: lacking.length > 0 ? 'scopes_lacking' : 'scopes_granted', values: { scopes: lacking.join(' ') || scopes } }
  }
  const page = canAsk ? await checkConsentPage(appKey, uri).catch(() => 'unknown' as const) : 'unknown'
  return { check: 'scopes', code: page === 'refused' ? 'scopes_refused' : page === 'shown' ? 'scopes_ok' : 'scopes_unknown', values: { scopes } }
}
