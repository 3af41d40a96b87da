import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { ActionForm } from '@/components/ui/action-form'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Command } from '@/components/ui/command'
import { Confirm } from '@/components/ui/confirm'
import { ErrorNotice } from '@/components/ui/error-notice'
import { Field } from '@/components/ui/field'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import { FormDone } from '@/components/ui/form-done'
import { Notice } from '@/components/ui/notice'
import { SubmitButton } from '@/components/ui/submit-button'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import { getWords } from '@/lib/i18n/get-words'
import type { OpenQontoRevocation, QontoAccessView } from '@/lib/qonto-access/present'
import { QontoRevocations } from './qonto-revocations'
import { QontoTest, type QontoTestAnswer } from './qonto-test'

type Action = (before: FormAnswer, form: FormData) => Promise<FormAnswer>
type Props = {
  access: QontoAccessView | null
  /** Earlier accesses whose end Qonto has not confirmed; empty for those who may not manage it. */
  open: OpenQontoRevocation[]
  actions: { save: Action; test: (before: QontoTestAnswer) => Promise<QontoTestAnswer>; connect: Action; remove: Action }
  /** Which page the visit to Qonto comes back to. */
  from: 'settings' | 'set-up'
  /** Whether this installation has an app at Qonto. */
  canVisit: boolean
  canManage: boolean
  /** What a visit to Qonto ended with, when it failed. */
  failure: string | null
  errors: ErrorWords
}

const LOOK = {
  accepted: { tone: 'ok', icon: CircleCheck },
  refused: { tone: 'bad', icon: CircleAlert },
  unchecked: { tone: 'neutral', icon: CircleDashed },
  missing: { tone: 'neutral', icon: CircleDashed },
} as const

/** Whether Qonto lets us in and as whom, a test, and both ways to sign in there. No secret ever comes back to the page. */
export async function QontoCard({ access, open, actions, from, canVisit, canManage, failure, errors }: Props) {
  const t = await getTranslations('settings.qonto')
  const isEnded = access?.problem === 'qonto_reconnect'
  const isWanted = canVisit && (!access || isEnded)
  return (
    <Card id="qonto" title={t('title')} hint={t(canVisit ? 'hintBoth' : 'hint')}>
      <div className="flex flex-col gap-5">
        {failure && <ErrorNotice code={failure} errors={errors} />}
        <State access={access} />
        {access?.problem && <Notice tone="bad" title={errors[access.problem]?.sentence}>{errors[access.problem]?.next}</Notice>}
        <QontoRevocations open={open} />
        {canManage && (
          <>
            {isWanted && <Visit connect={actions.connect} from={from} isAgain={isEnded} isWanted errors={errors} />}
            {access && <QontoTest action={actions.test} errors={errors} words={await getWords('settings', 'qonto')} />}
            <KeyForm access={access} canVisit={canVisit} save={actions.save} errors={errors} />
            {access && (
              <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t pt-5">
                {canVisit && !isWanted && <Visit connect={actions.connect} from={from} isAgain={access.kind === 'oauth'} errors={errors} />}
                <Leave remove={actions.remove} errors={errors} isConsent={access.kind === 'oauth'} />
              </div>
            )}
          </>
        )}
      </div>
    </Card>
  )
}

/** The visit to Qonto's own page: what stands first while it is needed, a quieter offer otherwise. */
async function Visit({ connect, from, isAgain, isWanted = false, errors }: { connect: Action; from: Props['from']; isAgain: boolean; isWanted?: boolean; errors: ErrorWords }) {
  const t = await getTranslations('settings.qonto')
  return (
    <Command action={connect} errors={errors} values={{ from }} tone={isWanted ? 'primary' : 'plain'} className="self-start">
      {t(isAgain ? 'connectAgain' : 'connect')}
    </Command>
  )
}

async function State({ access }: { access: QontoAccessView | null }) {
  const t = await getTranslations('settings.qonto')
  const format = await getFormat()
  const state = access?.state ?? 'missing'
  const { tone, icon: Icon } = LOOK[state]
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Badge tone={tone} icon={<Icon aria-hidden="true" />}>{t(state)}</Badge>
      {access && <span className="min-w-0 wrap-anywhere">{t(access.kind === 'oauth' ? 'byConsent' : 'byKey', { who: access.who })}</span>}
      {access?.checkedAt && <span className="text-muted">{t('checked', { when: format.moment(access.checkedAt) })}</span>}
    </p>
  )
}

/** Folded away where signing in at Qonto is the better way. */
async function KeyForm({ access, canVisit, save, errors }: { access: QontoAccessView | null; canVisit: boolean; save: Action; errors: ErrorWords }) {
  const t = await getTranslations('settings.qonto')
  const common = await getTranslations('settings')
  const isKey = access?.kind === 'api_key'
  const form = (
    <ActionForm action={save} errors={errors} className="flex flex-col gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={t('login')} name="login" defaultValue={isKey ? access.who : undefined} autoComplete="off" spellCheck={false} />
        <Field label={t('secret')} name="secret" type="password" autoComplete="off" hint={isKey ? t('secretKept') : undefined} />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton tone={canVisit ? 'plain' : 'primary'}>{t('save')}</SubmitButton>
        <FormDone>{common('saved')}</FormDone>
      </div>
    </ActionForm>
  )
  if (!canVisit) return <div className="border-t pt-5">{form}</div>
  return (
    <details open={isKey} className="border-t pt-4">
      <summary className="cursor-pointer font-medium">{t('useKey')}</summary>
      <div className="mt-4">{form}</div>
    </details>
  )
}

async function Leave({ remove, errors, isConsent }: { remove: Action; errors: ErrorWords; isConsent: boolean }) {
  const t = await getTranslations('settings.qonto')
  const common = await getTranslations('common.actions')
  const words = {
    open: t('disconnect'), label: t('disconnect'), title: t('disconnectAsk'),
    text: `${t('disconnectText')} ${t(isConsent ? 'disconnectConsent' : 'disconnectKey')}`, confirm: t('disconnect'), cancel: common('cancel'),
  }
  return <Confirm action={remove} errors={errors} values={{}} words={words} />
}
