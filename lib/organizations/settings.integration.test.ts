import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { useTestDatabase } from '@/lib/testing/database'
import { aMember, anOrganization } from '@/lib/testing/factories'
import { getSettings } from './get-settings'
import { saveSettings } from './save-settings'

await useTestDatabase()

test('settings change one by one, are logged with what they were, and a repeat logs nothing', async () => {
  const owner = await aMember(await anOrganization(), 'owner')
  await saveSettings(owner, { timeZone: 'europe/lisbon', keepManifest: false })
  await saveSettings(owner, { timeZone: 'Europe/Lisbon' })
  expect(await getSettings(owner.organizationId)).toMatchObject({ timeZone: 'Europe/Lisbon', keepManifest: false, periodKind: 'month' })
  const entries = await db().auditEntry.findMany({ where: { organizationId: owner.organizationId } })
  expect(entries).toMatchObject([{ action: 'settings_changed', detail: { timeZone: 'Europe/Lisbon', timeZoneBefore: 'Europe/Paris', keepManifest: false, keepManifestBefore: true } }])
})

test.each([
  { timeZone: 'Mars/Olympus' },
  { timeZone: '+02:00' },
  { timeZone: "Europe/Paris'; --" },
  { locale: 'xx' },
  { fileTemplate: '{date} {counterparty}' },
  { fileTemplate: '../{original}' },
  { periodKind: 'week' as 'month' },
])('a setting that cannot work is refused and nothing changes: %o', async (input) => {
  const owner = await aMember(await anOrganization(), 'owner')
  const before = await getSettings(owner.organizationId)
  await expect(saveSettings(owner, { keepManifest: false, ...input })).rejects.toMatchObject({ code: 'bad_input' })
  expect(await getSettings(owner.organizationId)).toEqual(before)
})

test('the settings of an unknown organization are not found', async () => {
  await expect(getSettings('nobody')).rejects.toMatchObject({ code: 'not_found' })
})
