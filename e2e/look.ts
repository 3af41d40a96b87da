import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const WIDTHS = [1280, 1080, 390, 320]
const FULLY = [1280, 390]
/** The themes differ in colours only. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

const scrollsSideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
const reachesOut = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('table')].some((table) => table.getBoundingClientRect().right > (table.parentElement?.getBoundingClientRect().right ?? Infinity) + 1))
const settled = (page: Page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))

/** What axe finds on the page as it stands, at 1280 and 390 pixels, in light and dark; and whether anything can be scrolled sideways or a table reaches out of its card, also at 1080 and 320. */
export async function look(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  // What lies below the fold on a phone is laid out only when it comes into sight; axe judges colours by what is laid out.
  await page.addStyleTag({ content: '* { content-visibility: visible !important }' })
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 })
    if (await scrollsSideways(page)) found.push(`${name} ${width}: scrolls sideways`)
    if (await reachesOut(page)) found.push(`${name} ${width}: a table reaches out of its card`)
    if (!FULLY.includes(width)) continue
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await settled(page)
      // In the page itself: the other way opens a window for each result, and we have no frames of other origins.
      // Without a selector for everything that is in order, which takes most of the time.
      const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
      const { violations } = await (colorScheme === 'dark' ? axe.withRules(COLOUR_RULES) : axe).analyze()
      found.push(...violations.map((one) => `${name} ${width} ${colorScheme}: ${one.id} at ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`))
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  return found
}
