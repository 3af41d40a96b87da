import checks from './playwright.config'

const pictures: typeof checks = { ...checks, testMatch: 'shots.ts', outputDir: '../.test/shots-run', reporter: 'list' }

/** `npm run shots`: pictures instead of checks. */
export default pictures
