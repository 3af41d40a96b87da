import 'server-only'
import { z } from 'zod'

const loopback = (url: string) => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)
const origin = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))

const PAIRS = [
  ['DROPBOX_APP_KEY', 'DROPBOX_APP_SECRET'],
  ['DROPBOX_APP_SECRET', 'DROPBOX_APP_KEY'],
  ['QONTO_CLIENT_ID', 'QONTO_CLIENT_SECRET'],
  ['QONTO_CLIENT_SECRET', 'QONTO_CLIENT_ID'],
] as const

const Environment = z
  .object({
    PORT: z.coerce.number().int().min(1).max(65535).default(3000),
    APP_URL: origin.optional(),
    DATA_DIR: z.string().min(1).default('.data'),
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgresql://'),
    APP_ENCRYPTION_KEYS: z.string().min(1),
    NEXTAUTH_SECRET: z.string().min(32, 'needs at least 32 characters'),
    /** Both unset: what an owner entered in the set-up counts. */
    DROPBOX_APP_KEY: z.string().optional(),
    DROPBOX_APP_SECRET: z.string().optional(),
    DROPBOX_APP_FOLDER: z.string().optional(),
    DROPBOX_API_URL: origin.default('https://api.dropboxapi.com'),
    DROPBOX_CONTENT_URL: origin.default('https://content.dropboxapi.com'),
    DROPBOX_NOTIFY_URL: origin.default('https://notify.dropboxapi.com'),
    DROPBOX_WEB_URL: origin.default('https://www.dropbox.com'),
    QONTO_API_URL: origin.default('https://thirdparty.qonto.com'),
    QONTO_OAUTH_URL: origin.default('https://oauth.qonto.com'),
    QONTO_CLIENT_ID: z.string().optional(),
    QONTO_CLIENT_SECRET: z.string().optional(),
    /** Header value that Qonto's own sandbox asks for; unset everywhere else. */
    QONTO_STAGING_TOKEN: z.string().optional(),
    /** Secret of the Qonto webhook subscription; without it the webhook answers 404. */
    QONTO_WEBHOOK_SECRET: z.string().min(32).optional(),
    INNGEST_BASE_URL: origin.optional(),
    INNGEST_EVENT_KEY: z.string().optional(),
    INNGEST_SIGNING_KEY: z.string().optional(),
    SMTP_URL: z.string().optional(),
    /** Sender of mails, `receipts@example.com`; without it `receipts@<host of APP_URL>`. */
    MAIL_FROM: z.email().optional(),
    /** How many exports one machine executes at once, for those asked for by people and for planned ones each. */
    EXPORTS_AT_ONCE: z.coerce.number().int().min(1).max(1000).optional(),
    /** Asked after each good night of daily runs; a monitor raises the alarm when it hears nothing. */
    DEAD_MAN_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Port of the embedded runner, whichever process it runs in; set by the launcher when no Inngest is configured. */
    EMBEDDED_RUNNER_PORT: z.coerce.number().int().optional(),
    /** What this process is for: `pages`, the `background` work with the embedded runner, or `all` of it. Set by the launcher. */
    PROCESS_ROLE: z.enum(['all', 'pages', 'background']).default('all'),
    /** `1` while the local servers stand in for Qonto and Dropbox: shows the demo sign-ins. Set by the launcher. */
    DEMO: z.enum(['0', '1']).default('0'),
    /** File with `{"offsetMs": n}` that moves the app's clock; only with local servers. */
    CLOCK_FILE: z.string().optional(),
  })
  .superRefine((env, context) => {
    const local = loopback(env.DROPBOX_API_URL)
    for (const [one, other] of PAIRS) if (env[one] && !env[other]) context.addIssue({ code: 'custom', path: [other], message: `belongs to ${one}: set both or neither` })
    if (env.PROCESS_ROLE !== 'all' && !env.EMBEDDED_RUNNER_PORT) context.addIssue({ code: 'custom', path: ['PROCESS_ROLE'], message: 'may only divide the work with EMBEDDED_RUNNER_PORT' })
    if (env.CLOCK_FILE && !local) context.addIssue({ code: 'custom', path: ['CLOCK_FILE'], message: 'may only be set with local servers' })
    if (env.DEMO === '1' && !local) context.addIssue({ code: 'custom', path: ['DEMO'], message: 'may only be 1 with local servers' })
  })
  .transform((env) => ({ ...env, APP_URL: env.APP_URL ?? `http://localhost:${env.PORT}`, isLocal: loopback(env.DROPBOX_API_URL) }))

export type Env = z.output<typeof Environment>
export type ProcessRole = Env['PROCESS_ROLE']

let parsed: Env | undefined

/**
 * The validated environment; read once per process. Empty variables count as unset.
 * @throws Error naming every missing or wrong variable, one a line, without values.
 */
export function env(): Env {
  if (parsed) return parsed
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(given)
  if (!result.success) {
    throw new Error(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message} (see .env.example)`).join('\n'))
  }
  return (parsed = result.data)
}
