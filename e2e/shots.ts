import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { test } from './fixtures'
import { STORIES } from './stages'
import { walkStory } from './walk-story'

const FOLDER = path.resolve(import.meta.dirname, '../.test/shots')
const LOOKS = [1280, 390].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })))

test.describe.configure({ timeout: 600_000 })

for (const story of STORIES) {
  test(story.title, async ({ page, world }) => {
    mkdirSync(FOLDER, { recursive: true })
    const show = async (name: string) => {
      for (const { width, colorScheme } of LOOKS) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        // The new look is there two frames later.
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
        await page.screenshot({ path: path.join(FOLDER, `${name.replaceAll(' ', '-')}.${width}.${colorScheme}.png`), fullPage: true })
      }
      await page.setViewportSize({ width: 1280, height: 900 })
    }
    await walkStory(story, { page, world, show, languages: ['fr', 'de', 'it', 'es'] })
  })
}
