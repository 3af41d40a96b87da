import { FilePen, FileX, FolderInput, FolderX, History, MoveRight, Undo2 } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { Command } from '@/components/ui/command'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import type { DeletionView } from '@/lib/deletions/present'
import { getFormat } from '@/lib/i18n/get-format'
import { KeptReceipts } from './kept-receipts'

const ICONS: Record<DeletionView['kind'], typeof FileX> = {
  file_deleted: FileX,
  folder_deleted: FolderX,
  file_moved: MoveRight,
  folder_moved: FolderInput,
  file_edited: FilePen,
  brought_back: Undo2,
  guard_asked: History,
  guard_answered: History,
}

type Send = (before: FormAnswer, form: FormData) => Promise<FormAnswer>

type Props = { deletions: DeletionView[]; bringBack: Send; bringReceiptBack: Send; errors: ErrorWords; canChange: boolean }

/** What people did in Dropbox and what was decided: what stays away and why, with the way to bring it back, and what came back and when. */
export async function DeletionList({ deletions, ...rest }: Props) {
  const t = await getTranslations('connect.deletions')
  const open = deletions.filter(({ canBringBack }) => canBringBack)
  const past = deletions.filter(({ canBringBack }) => !canBringBack)
  return (
    <Card id="deletions" title={t('title')} hint={t('hint')} flush>
      {deletions.length === 0 && <p className="px-4 pb-5 text-muted sm:px-6">{t('empty')}</p>}
      {open.length > 0 && (
        <>
          <h3 className="border-t px-4 pt-3 text-xs font-medium text-muted sm:px-6">{t('staysAway')}</h3>
          <Group deletions={open} {...rest} />
        </>
      )}
      {open.length > 0 && past.length > 0 && <h3 className="border-t px-4 pt-3 text-xs font-medium text-muted sm:px-6">{t('past')}</h3>}
      {past.length > 0 && <Group deletions={past} isTop={open.length === 0} {...rest} />}
    </Card>
  )
}

async function Group({ deletions, bringBack, bringReceiptBack, errors, canChange, isTop = false }: Props & { isTop?: boolean }) {
  const t = await getTranslations('connect')
  const format = await getFormat()
  const outcome = ({ kind, healedAt, receipts, toPath, keptAway }: DeletionView) => {
    const key = healedAt && (kind === 'file_deleted' || kind === 'folder_deleted' || kind === 'brought_back') ? (`${kind}_healed` as const) : kind
    return t(`deletions.then.${key}`, { count: keptAway?.count ?? receipts, to: toPath ?? '', when: healedAt ? format.moment(healedAt) : '' })
  }
  return (
    <ul className={isTop ? 'divide-y border-t' : 'divide-y'}>
      {deletions.map((deletion) => {
        const Icon = ICONS[deletion.kind]
        return (
          <li key={deletion.id} className="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-3 sm:px-6">
            <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
            <div className="min-w-0 flex-1 basis-64">
              <p className="break-words">
                <span className="font-medium">{t(`deletions.kind.${deletion.kind}`)}</span> <span className="text-muted">{deletion.path}</span>
              </p>
              <p className="mt-0.5 break-words text-muted">{outcome(deletion)}</p>
            </div>
            <time dateTime={deletion.decidedAt} className="text-xs leading-5 text-muted">{format.moment(deletion.decidedAt)}</time>
            {deletion.canBringBack && canChange && (
              <Command action={bringBack} errors={errors} values={{ deletionId: deletion.id }} size="small" label={`${t('actions.bringBack')}: ${deletion.path}`}>
                {t('actions.bringBack')}
              </Command>
            )}
            {deletion.keptAway && <KeptReceipts kept={deletion.keptAway} bringBack={bringReceiptBack} errors={errors} canChange={canChange} />}
          </li>
        )
      })}
    </ul>
  )
}
