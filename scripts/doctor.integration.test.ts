import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/testing/database'

await useTestDatabase()
const dataDir = mkdtempSync(path.join(tmpdir(), 'doctor-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

function doctor(env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'scripts/doctor.ts'], { encoding: 'utf8', env: { ...process.env, DATA_DIR: dataDir, PORT: '1', APP_URL: 'http://localhost:1', ...env } })
  return { status, stdout, stderr: stderr.trim() }
}

test('with the app stopped the doctor says so, and what must be fixed decides the status; no secret is printed', () => {
  const fine = doctor()
  expect(fine).toMatchObject({ status: 0, stderr: '' })
  expect(fine.stdout).toMatch(/^✓ Database +PostgreSQL/m)
  expect(fine.stdout).toMatch(/^! Background work +The app does not run/m)
  const broken = doctor({ APP_URL: 'http://receipts.example', SMTP_URL: 'smtp://me:smtp-canary@127.0.0.1:1' })
  expect(broken.status).toBe(1)
  expect(broken.stdout).toMatch(/^✗ Address +http:\/\/receipts.example is not encrypted/m)
  expect(broken.stdout).toMatch(/^✗ Mail +The mail server 127.0.0.1:1 does not answer/m)
  expect(broken.stdout).toMatch(/2 things must be fixed/)
  for (const secret of ['smtp-canary', process.env.DROPBOX_APP_SECRET, process.env.NEXTAUTH_SECRET, process.env.APP_ENCRYPTION_KEYS?.split(':')[1]]) expect(fine.stdout + broken.stdout + broken.stderr).not.toContain(secret)
})
