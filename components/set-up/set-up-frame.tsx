import type { ReactNode } from 'react'
import { SetUpSteps, type SetUpStep } from './set-up-steps'

type Props = { step: SetUpStep; title: string; intro: string; children: ReactNode }

/** The set-up around one step: where one is, and what is asked. */
export function SetUpFrame({ step, title, intro, children }: Props) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-2xl flex-col gap-8 px-4 py-8 sm:py-12">
      <SetUpSteps current={step} />
      <div>
        <h1 className="text-2xl leading-8 font-semibold tracking-tight text-balance">{title}</h1>
        <p className="mt-2 text-base leading-6 text-muted">{intro}</p>
      </div>
      {children}
    </main>
  )
}
