import { FilePen, FileX, FolderInput, FolderX, History, MoveRight, Undo2 } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { Command } from '@/components/ui/command'
import type { ErrorWords, FormAnswer } from '@/components/ui/form-answer'
import type { DeletionView } from '@/lib/deletions/present'
import { getFormat } from '@/lib/i18n/get-format'

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

type Props = {
  deletions: DeletionView[]
  bringBack: (before: FormAnswer, form: FormData) => Promise<FormAnswer>
  errors: ErrorWords
  canChange: boolean
}

/** What people did in Dropbox and what was decided: what came back, what stays away and why, and the way to bring it back. */
export async function DeletionList({ deletions, bringBack, errors, canChange }: Props) {
  const t = await getTranslations('connect')
  const format = await getFormat()
  const outcome = ({ kind, healedAt, receipts, toPath }: DeletionView) => {
    const key = healedAt && (kind === 'file_deleted' || kind === 'folder_deleted') ? (`${kind}_healed` as const) : kind
    return t(`deletions.then.${key}`, { count: receipts, to: toPath ?? '' })
  }
  return (
    <Card id="deletions" title={t('deletions.title')} hint={t('deletions.hint')} flush>
      {deletions.length === 0 ? (
        <p className="px-4 pb-5 text-muted sm:px-6">{t('deletions.empty')}</p>
      ) : (
        <ul className="divide-y border-t">
          {deletions.map((deletion) => {
            const Icon = ICONS[deletion.kind]
            return (
              <li key={deletion.id} className="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-3 sm:px-6">
                <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
                <div className="min-w-0 flex-1 basis-64">
                  <p>
                    <span className="font-medium">{t(`deletions.kind.${deletion.kind}`)}</span> <span className="text-muted">{deletion.path}</span>
                  </p>
                  <p className="mt-0.5 text-muted">{outcome(deletion)}</p>
                </div>
                <time dateTime={deletion.decidedAt} className="text-xs leading-5 text-muted">{format.moment(deletion.decidedAt)}</time>
                {deletion.canBringBack && canChange && (
                  <Command action={bringBack} errors={errors} values={{ deletionId: deletion.id }} size="small" label={`${t('actions.bringBack')}: ${deletion.path}`}>
                    {t('actions.bringBack')}
                  </Command>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}
