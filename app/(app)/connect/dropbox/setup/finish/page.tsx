import type { Metadata } from 'next'
import { errorWords } from '@/components/shell/error-words'
import { ActionForm } from '@/components/ui/action-form'
import { Notice } from '@/components/ui/notice'
import { SubmitButton } from '@/components/ui/submit-button'
import { PreviewTree } from '@/components/wizard/preview-tree'
import { stepHref } from '@/components/wizard/steps'
import { Summary } from '@/components/wizard/summary'
import { WizardButtons } from '@/components/wizard/wizard-buttons'
import { WizardFrame } from '@/components/wizard/wizard-frame'
import { previewExport } from '@/lib/connections/preview-export'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import { cancelSetup, finish } from '../actions'
import { loadStep } from '../load-step'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('wizard.steps'))('finish') })

export default async function FinishPage() {
  const { actor, draft } = await loadStep('finish')
  const t = await getTranslations('wizard')
  const format = await getFormat()
  const preview = await previewExport(actor.organizationId, draft)
  const free = draft.dropbox?.allocated != null && draft.dropbox.used !== null ? Math.max(0, draft.dropbox.allocated - draft.dropbox.used) : null
  const space = { needed: format.bytes(preview.bytes), free: format.bytes(free ?? 0) }
  return (
    <WizardFrame step="finish" reached={draft.step} heading={t('finish.heading')} text={t('finish.text')} cancel={cancelSetup}>
      <Summary draft={draft} preview={preview} timeZone={actor.timeZone} />
      {preview.fits === false ? (
        <Notice tone="warn" title={t('preview.fitsNot', space)}>
          {t('preview.fitsNotText')}
        </Notice>
      ) : (
        free !== null && preview.receipts > 0 && <p className="text-muted tabular-nums">{t('preview.fits', space)}</p>
      )}
      <PreviewTree preview={preview} />
      <ActionForm action={finish} errors={await errorWords(['already_connected', 'step_out_of_order'])} className="flex flex-col gap-4">
        <WizardButtons backHref={stepHref('start')} back={t('back')}>
          <SubmitButton size="large">{t('finishButton')}</SubmitButton>
        </WizardButtons>
      </ActionForm>
    </WizardFrame>
  )
}
