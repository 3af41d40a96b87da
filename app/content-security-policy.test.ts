import { expect, test } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy'

const policy = contentSecurityPolicy({ nonce: 'abc', isDevelopment: false, dropboxUrl: undefined, qontoUrl: undefined })

test('scripts run only with this request’s nonce', () => {
  const scripts = policy.split('; ').find((part) => part.startsWith('script-src'))
  expect(scripts).toBe(`script-src 'self' 'nonce-abc' 'strict-dynamic'`)
  expect(policy).not.toContain('unsafe-eval')
})

test('plug-ins, base addresses and frames around the page are refused, forms lead here, to Dropbox or to Qonto', () => {
  for (const part of [`object-src 'none'`, `base-uri 'none'`, `frame-ancestors 'none'`, `form-action 'self' https://www.dropbox.com https://oauth.qonto.com`]) {
    expect(policy.split('; ')).toContain(part)
  }
})
