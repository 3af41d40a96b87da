import type { Page } from '@playwright/test'
import { expect } from './fixtures'
import type { Stage, Story, Walk } from './stages'
import type { World } from './world'

type Show = (name: string) => Promise<void>
type Options = { page: Page; world: World; show: Show; languages?: readonly string[] }

/** Walks through a story, stage by stage, and has each page and each moment shown as it stands; the pages in further `languages` too. */
export async function walkStory(story: Story, { page, world, show, languages = [] }: Options): Promise<void> {
  const walk: Walk = { page, world, company: await world.company(story.size, (company) => Promise.resolve(story.bank?.(world, company))), account: await world.dropboxAccount(story.quota) }
  for (const stage of story.stages) {
    await stage.prepare?.(walk)
    const addresses = await addressesOf(stage, walk)
    await showAll(walk, addresses, show)
    for (const language of languages) {
      if (await speak(walk, language)) await showAll(walk, addresses, (name) => show(`${name}.${language}`))
    }
    if (languages.length > 0) await speak(walk, 'en')
    for (const [name, moment] of Object.entries(stage.moments ?? {})) {
      await open(walk, moment.at)
      await moment.open(walk)
      await show(name)
    }
  }
}

async function showAll(walk: Walk, addresses: [string, string][], show: Show): Promise<void> {
  for (const [name, path] of addresses) {
    await open(walk, path)
    await show(name)
  }
}

async function addressesOf({ pages }: Stage, walk: Walk): Promise<[string, string][]> {
  const found: [string, string][] = []
  for (const [name, path] of Object.entries(pages)) found.push([name, typeof path === 'string' ? path : await path(walk)])
  return found
}

async function open({ page, world }: Walk, path: string): Promise<void> {
  await page.goto(`${world.app.url}${path}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** Chooses a language in the member's menu; false where nobody is signed in. */
async function speak({ page, world }: Walk, language: string): Promise<boolean> {
  await page.goto(`${world.app.url}/receipts`)
  if (new URL(page.url()).pathname === '/sign-in') return false
  await page.locator('aside').getByRole('button').click()
  await page.getByRole('menuitemradio').filter({ has: page.locator(`[lang=${language}]`) }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  return true
}
