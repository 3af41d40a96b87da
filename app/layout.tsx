import type { Metadata, Viewport } from 'next'
import { getLocale } from 'next-intl/server'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { getTranslations } from '@/lib/i18n/get-translations'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common.app')
  return { title: { template: `%s · ${t('name')}`, default: t('name') }, description: t('description') }
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafafb' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1014' },
  ],
}

/** The page's frame: language of the reader, and the theme chosen in this browser before anything is painted. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get('theme')?.value
  return (
    <html lang={await getLocale()} data-theme={theme === 'light' || theme === 'dark' ? theme : undefined}>
      <body>{children}</body>
    </html>
  )
}
