import type {} from 'next-intl'
import type { Locale } from './locales'
import type accounts from '@/messages/en/accounts.json'
import type activity from '@/messages/en/activity.json'
import type background from '@/messages/en/background.json'
import type common from '@/messages/en/common.json'
import type connect from '@/messages/en/connect.json'
import type errors from '@/messages/en/errors.json'
import type mail from '@/messages/en/mail.json'
import type receipts from '@/messages/en/receipts.json'
import type settings from '@/messages/en/settings.json'
import type setup from '@/messages/en/setup.json'
import type signin from '@/messages/en/signin.json'
import type wizard from '@/messages/en/wizard.json'

/** The texts' shape, which English defines: a key that does not exist is a type error. */
export type Messages = {
  accounts: typeof accounts
  activity: typeof activity
  background: typeof background
  common: typeof common
  connect: typeof connect
  errors: typeof errors
  mail: typeof mail
  receipts: typeof receipts
  settings: typeof settings
  setup: typeof setup
  signin: typeof signin
  wizard: typeof wizard
}

declare module 'next-intl' {
  interface AppConfig {
    Messages: Messages
    Locale: Locale
  }
}
