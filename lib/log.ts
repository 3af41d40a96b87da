import pino from 'pino'

const SECRET_KEYS = ['authorization', 'password', 'secret', 'token', 'access_token', 'refresh_token', 'code', 'code_verifier', 'cookie', 'url']

/** Structured log with who, what, where; fields that may hold a secret are removed, one level deep. Never pass a URL or a body. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? (process.env.VITEST ? 'silent' : 'info'),
  redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]), censor: '[removed]' },
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
})
