/** The languages of the pages, in the order they are offered. */
export const LOCALES = ['en', 'fr', 'de', 'it', 'es'] as const

export type Locale = (typeof LOCALES)[number]

/** One file a namespace and language: messages/<locale>/<namespace>.json. */
export const NAMESPACES = ['common', 'connect', 'wizard', 'receipts', 'accounts', 'activity', 'background', 'settings', 'setup', 'signin', 'errors', 'mail'] as const

/** True when `text` is a language we have. */
export function isLocale(text: string): text is Locale {
  return (LOCALES as readonly string[]).includes(text)
}
