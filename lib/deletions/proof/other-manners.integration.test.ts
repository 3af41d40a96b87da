import { test } from 'vitest'
import { useTestDatabase } from '@/lib/testing/database'
import { useNearDropbox } from './near-dropbox.test-support'
import { MANNERS, proveManner } from './prove-manner'

await useTestDatabase()
const dropbox = await useNearDropbox()

test.each(MANNERS.slice(3))('people and the app agree with the model, whatever happens in Dropbox: %j', { timeout: 24 * 3_600_000 }, async (manner) => {
  await proveManner(dropbox, manner)
})
