import type { Permission } from './permissions'

/** Every server action, by file and name, with the permission that it asks for; `open` ones are for people who are not signed in. */
export const ACTIONS: Record<string, Record<string, Permission | 'open'>> = {
  'app/(auth)/sign-in/actions.ts': { enter: 'open' },
  'app/(auth)/set-up/actions.ts': { createFirstOwner: 'open', saveApp: 'installation.manage' },
  'app/(app)/actions.ts': { leave: 'session.own', chooseLanguage: 'session.own', chooseTheme: 'session.own' },
  'app/(app)/activity/actions.ts': { retryRun: 'connection.manage' },
  'app/(app)/connect/dropbox/actions.ts': {
    startSetup: 'connection.manage',
    syncNow: 'connection.manage',
    verifyNow: 'connection.manage',
    reconnect: 'connection.manage',
    disconnectDropbox: 'connection.manage',
    retry: 'connection.manage',
    bringBackFolder: 'connection.manage',
    bringBackReceipt: 'connection.manage',
    answerGuardQuestion: 'connection.manage',
  },
  'app/(app)/connect/dropbox/setup/actions.ts': {
    saveName: 'connection.manage',
    chooseAccount: 'connection.manage',
    saveStartMoment: 'connection.manage',
    finish: 'connection.manage',
    cancelSetup: 'connection.manage',
  },
  'app/(app)/settings/actions.ts': {
    samplePath: 'settings.view',
    refile: 'connection.manage',
    saveFiling: 'settings.manage',
    saveRegion: 'settings.manage',
    addOne: 'members.manage',
    changeOneRole: 'members.manage',
    removeOne: 'members.manage',
  },
  'app/(app)/settings/mail-actions.ts': { saveMails: 'settings.manage', saveDigest: 'settings.manage' },
  'app/(app)/settings/qonto-actions.ts': {
    saveQontoKey: 'settings.manage',
    testQonto: 'settings.manage',
    connectQonto: 'settings.manage',
    removeQonto: 'settings.manage',
  },
}

/** Every route handler, by file and method. What is not behind a permission says what protects it instead. */
export const ROUTES: Record<string, Record<string, Permission | { open: string }>> = {
  'app/api/audit/route.ts': { GET: 'activity.view' },
  'app/api/auth/[...nextauth]/route.ts': { GET: { open: 'next-auth: its own anti-forgery token' }, POST: { open: 'next-auth: its own anti-forgery token' } },
  'app/api/certificate/route.ts': { GET: 'connection.view' },
  'app/api/dropbox/callback/route.ts': { GET: { open: 'asks for connection.manage itself and answers with a redirect; the single-use state stands for the Origin' } },
  'app/api/dropbox/webhook/route.ts': { GET: { open: 'echoes the challenge as plain text' }, POST: { open: 'signed by Dropbox' } },
  'app/api/health/route.ts': { GET: { open: 'tells only whether the app can work' } },
  'app/api/home/route.ts': { GET: { open: 'redirects to the configured address' } },
  'app/api/inngest/route.ts': { GET: { open: 'signed by Inngest' }, POST: { open: 'signed by Inngest' }, PUT: { open: 'signed by Inngest, or it makes us register the configured address again' } },
  'app/api/progress/route.ts': { GET: 'connection.view' },
  'app/api/qonto/callback/route.ts': { GET: { open: 'asks for settings.manage itself and answers with a redirect; the single-use state stands for the Origin' } },
  'app/api/qonto/webhook/route.ts': { POST: { open: 'signed by Qonto' } },
  'app/api/receipts/route.ts': { POST: 'receipts.add' },
  'app/api/receipts/[receiptId]/route.ts': { GET: 'receipts.view' },
}

/** Every page, by folder. */
export const PAGES: Record<string, Permission | { open: string }> = {
  'app': { open: 'leads a signed-in member to the first page they may see' },
  'app/(auth)/sign-in': { open: 'the way in' },
  'app/(auth)/set-up': { open: 'only until there is an owner, and only with the code that the operator reads' },
  'app/(auth)/set-up/dropbox': 'installation.manage',
  'app/(auth)/set-up/qonto': 'installation.manage',
  'app/(auth)/set-up/check': 'installation.manage',
  'app/(app)/accounts': 'accounts.view',
  'app/(app)/activity': 'activity.view',
  'app/(app)/connect/dropbox': 'connection.view',
  'app/(app)/connect/dropbox/certificate': 'connection.view',
  'app/(app)/connect/dropbox/setup': 'connection.manage',
  'app/(app)/connect/dropbox/setup/name': 'connection.manage',
  'app/(app)/connect/dropbox/setup/account': 'connection.manage',
  'app/(app)/connect/dropbox/setup/start': 'connection.manage',
  'app/(app)/connect/dropbox/setup/finish': 'connection.manage',
  'app/(app)/receipts': 'receipts.view',
  'app/(app)/receipts/[receiptId]': 'receipts.view',
  'app/(app)/receipts/missing': 'receipts.view',
  'app/(app)/receipts/transactions': 'receipts.view',
  'app/(app)/settings': 'settings.view',
}

/** Functions that ask for the permission on behalf of several pages, and where they do. */
export const PAGE_GUARDS: Record<string, string> = {
  loadSetUp: 'app/(auth)/set-up/load-set-up.ts',
  loadStep: 'app/(app)/connect/dropbox/setup/load-step.ts',
  TransactionsPage: 'app/(app)/receipts/transactions-page.tsx',
}
