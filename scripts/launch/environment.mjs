// The environment of the app: what the operator set, completed for one machine.
import path from 'node:path'
import { freePort } from './embedded-postgres.mjs'
import { Refusal } from './fail.mjs'

const portOf = (name, fallback) => {
  const text = process.env[name] || String(fallback)
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Refusal(`${name} must be a port from 1 to 65535, not "${text.slice(0, 40)}"`)
  return port
}

/** Ports, folders and which stand-ins are needed. Real keys switch the local servers off. */
export function readSettings() {
  const set = (name) => Boolean(process.env[name])
  if (set('DROPBOX_APP_KEY') !== set('DROPBOX_APP_SECRET')) throw new Refusal('DROPBOX_APP_KEY and DROPBOX_APP_SECRET belong together: set both, or neither for the local Dropbox')
  // DEMO=0: a real installation whose Dropbox app is entered in its pages, so nothing stands in for it.
  const isReal = process.env.DEMO === '0'
  const inngestSet = ['INNGEST_EVENT_KEY', 'INNGEST_SIGNING_KEY'].filter(set)
  if (inngestSet.length === 1) throw new Refusal('INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY belong together: set both for Inngest, or neither for the embedded runner')
  return {
    port: portOf('PORT', 3000),
    host: process.env.HOST || '127.0.0.1',
    dataDir: path.resolve(process.env.DATA_DIR || '.data'),
    localDropbox: !set('DROPBOX_APP_KEY') && !isReal,
    localQonto: !set('DROPBOX_APP_KEY') && !isReal && !set('QONTO_API_URL'),
    dropboxPort: portOf('SANDBOX_DROPBOX_PORT', 4010),
    qontoPort: portOf('SANDBOX_QONTO_PORT', 4020),
    embeddedRunner: inngestSet.length === 0 && !set('INNGEST_BASE_URL'),
  }
}

/** The app that every local Qonto knows (sandbox/qonto/companies/default-client.ts). */
const LOCAL_QONTO_APP = { QONTO_CLIENT_ID: '475670cc-0000-4000-8000-000000000001', QONTO_CLIENT_SECRET: 'local-qonto-client-secret' }

/** The variables of the app process. */
export async function appEnvironment(settings, secrets, databaseUrl) {
  const dropbox = `http://127.0.0.1:${settings.dropboxPort}`
  const qonto = `http://127.0.0.1:${settings.qontoPort}`
  const appUrl = process.env.APP_URL || `http://localhost:${settings.port}`
  const runnerPort = settings.embeddedRunner ? await freePort() : undefined
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
  return {
    ...secrets,
    ...(settings.localDropbox && {
      DROPBOX_APP_KEY: 'demo-app-key',
      DROPBOX_APP_SECRET: 'demo-app-secret',
      DROPBOX_API_URL: dropbox,
      DROPBOX_CONTENT_URL: dropbox,
      DROPBOX_NOTIFY_URL: dropbox,
      DROPBOX_WEB_URL: dropbox,
    }),
    ...(settings.localQonto && { QONTO_API_URL: qonto, QONTO_OAUTH_URL: qonto, ...LOCAL_QONTO_APP }),
    ...given,
    PORT: String(settings.port),
    APP_URL: appUrl,
    NEXTAUTH_URL: appUrl,
    DATA_DIR: settings.dataDir,
    DATABASE_URL: databaseUrl,
    DEMO: settings.localDropbox && settings.localQonto ? '1' : '0',
    INNGEST_DEV: '0',
    PROCESS_ROLE: 'all',
    ...(runnerPort && { EMBEDDED_RUNNER_PORT: String(runnerPort), INNGEST_BASE_URL: `http://127.0.0.1:${runnerPort}` }),
    NEXT_TELEMETRY_DISABLED: '1',
  }
}
