import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/shell/sign-in-form'
import { errorWords } from '@/components/shell/error-words'
import { currentActor } from '@/lib/auth/current-actor'
import { safeNext } from '@/lib/auth/sign-in'
import { env } from '@/lib/env'
import { getTranslations } from '@/lib/i18n/get-translations'
import { needsSetUp } from '@/lib/installation/needs-set-up'
import { enter } from './actions'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('signin'))('title') })

type Props = { searchParams: Promise<{ next?: string | string[] }> }

export default async function SignInPage({ searchParams }: Props) {
  const given = (await searchParams).next
  const next = safeNext(typeof given === 'string' ? given : null)
  if (await currentActor()) redirect(next)
  if (await needsSetUp()) redirect('/set-up')
  const t = await getTranslations('signin')
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <svg viewBox="0 0 32 32" aria-hidden="true" className="size-9">
          <rect width="32" height="32" rx="8" className="fill-accent" />
          <path d="M10 7h12v18l-3-2-3 2-3-2-3 2z" className="fill-surface" />
          <path d="M13 12h6M13 16h6" className="stroke-accent" strokeWidth="1.8" strokeLinecap="round" />
        </svg>
        <h1 className="mt-5 text-2xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="mt-1 text-muted">{t('intro')}</p>
        <SignInForm
          action={enter}
          next={next}
          errors={await errorWords(['sign_in_failed', 'too_many_attempts'])}
          words={{ email: t('email'), password: t('password'), submit: t('submit') }}
          demo={env().DEMO === '1' ? { title: t('demo.title'), text: t('demo.text', { password: 'receipts-demo' }) } : null}
        />
      </div>
    </main>
  )
}
