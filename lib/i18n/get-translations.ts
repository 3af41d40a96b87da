import { getLocale, getMessages } from 'next-intl/server'
import { createTranslator, type NamespaceKeys, type NestedKeyOf } from 'use-intl/core'
import type { Messages } from './messages'

type Translator<Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>>> = ReturnType<typeof createTranslator<Messages, Namespace>>

// next-intl's own forgets with each request what it has compiled. Texts name no moments, so a translator holds in every time zone.
const made = new Map<string, unknown>()

/** The texts of one namespace in this request's language, each compiled once while the process lives. */
export async function getTranslations<Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(namespace: Namespace): Promise<Translator<Namespace>> {
  const locale = await getLocale()
  const key = `${locale} ${namespace}`
  const known = made.get(key)
  if (known) return known as Translator<Namespace>
  // request.ts loads every namespace.
  const messages = (await getMessages()) as Messages
  const translator = createTranslator<Messages, Namespace>({ locale, messages, namespace })
  made.set(key, translator)
  return translator
}
