import { NAMESPACES, type Locale } from './locales'
import type { Messages } from './messages'

/** Every text of one language, by namespace. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  const parts = await Promise.all(
    NAMESPACES.map(async (namespace) => {
      const file = (await import(`../../messages/${locale}/${namespace}.json`)) as { default: unknown }
      return [namespace, file.default] as const
    }),
  )
  // Every language has the keys of English: messages.test.ts compares them.
  return Object.fromEntries(parts) as Messages
}
