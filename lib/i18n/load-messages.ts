import { NAMESPACES, type Locale } from './locales'
import type { Messages } from './messages'

const loaded = new Map<Locale, Promise<Messages>>()

/** Every text of one language, by namespace; read once. */
export function loadMessages(locale: Locale): Promise<Messages> {
  const messages = loaded.get(locale) ?? readMessages(locale)
  loaded.set(locale, messages)
  return messages
}

async function readMessages(locale: Locale): Promise<Messages> {
  const parts = await Promise.all(
    NAMESPACES.map(async (namespace) => {
      const file = (await import(`../../messages/${locale}/${namespace}.json`)) as { default: unknown }
      return [namespace, file.default] as const
    }),
  )
  // Every language has the keys of English: messages.test.ts compares them.
  return Object.fromEntries(parts) as Messages
}
