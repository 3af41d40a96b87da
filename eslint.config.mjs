import next from 'eslint-config-next/core-web-vitals'
import typescript from 'eslint-config-next/typescript'

const sdk = { name: 'dropbox', message: 'The SDK is imported by lib/dropbox/client.ts alone.' }
const restrict = (files, patterns, ignores = [], paths = [sdk]) => ({
  files,
  ignores: ['**/*.test.ts', '**/*.test.tsx', '**/*.test-support.ts', ...ignores],
  rules: { 'no-restricted-imports': ['error', { paths, patterns }] },
})
const deny = (group, message) => ({ group, message })
const noDatabase = deny(['@/lib/db', '@/lib/generated/*', '!@/lib/generated/prisma/enums'], 'Edges are thin: call an operation of lib/ instead of the database.')
const noDropbox = deny(['@/lib/dropbox/*'], 'Pages and jobs speak to lib/connections, lib/exports and lib/deletions; only those speak to lib/dropbox.')
const noTesting = deny(['@/lib/testing/*', '**/sandbox/**'], 'Shipped code knows neither the tests nor the local servers.')
const noNext = deny(['next', 'next/*', 'next-auth', 'next-auth/*'], 'Only lib/auth and lib/i18n touch Next: the domain stays callable from a test.')
const noInngest = deny(['@/inngest/*', 'inngest'], 'lib never imports inngest: rows first, then an event is sent by the edge.')

const config = [
  { ignores: ['.next/**', 'node_modules/**', 'lib/generated/**', '.data/**', '.test/**', 'stubs/**', 'next-env.d.ts', 'playwright-report/**', 'test-results/**'] },
  ...next,
  ...typescript,
  {
    rules: {
      'max-lines': ['error', { max: 300 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  { files: ['**/*.test.ts', '**/*.test.tsx', '**/*.spec.ts'], rules: { 'max-lines': ['error', { max: 400 }] } },
  restrict(['app/**'], [noDatabase, noDropbox, noTesting], ['app/api/dropbox/**']),
  restrict(['components/**'], [noDatabase, noDropbox, noTesting]),
  restrict(['inngest/functions/**', 'inngest/*.ts'], [noDatabase, noDropbox, noTesting]),
  restrict(['lib/**'], [noNext, noInngest, noTesting], ['lib/auth/**', 'lib/i18n/**', 'lib/testing/**', 'lib/dropbox/client.ts']),
  // Test set-up calls itself use…, as test frameworks do; React's rules are about components.
  { files: ['**/*.ts', '**/*.mjs'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
  restrict(['sandbox/**'], [deny(['@/*'], 'The local servers import nothing of ours, so that a mistake of ours is not made twice.'), noNext, noInngest], [], []),
]

export default config
