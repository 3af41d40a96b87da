import { FilePen, FileX, FolderInput, FolderX, History, MoveRight, Undo2 } from 'lucide-react'
import { Card } from '@/components/ui/card'
import type { ErrorWords } from '@/components/ui/form-answer'
import { IconSheet } from '@/components/ui/icon-sheet'
import type { Action } from '@/components/ui/use-answer'
import type { DeletionView, KeptAway } from '@/lib/deletions/present'
import { getFormat } from '@/lib/i18n/get-format'
import { getTranslations } from '@/lib/i18n/get-translations'
import { DeletionLines } from './deletion-lines'

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

type Props = { deletions: DeletionView[]; bringBack: Action; bringReceiptBack: Action; errors: ErrorWords; canChange: boolean }

/** What people did in Dropbox and what was decided: what stays away and why, with the way to bring it back, and what came back and when. */
export async function DeletionList({ deletions, ...rest }: Props) {
  const t = await getTranslations('connect')
  const format = await getFormat()
  const kinds = [...new Set(deletions.map(({ kind }) => kind))]
  const outcome = ({ kind, healedAt, receipts, toPath, keptAway }: DeletionView) => {
    const key = healedAt && (kind === 'file_deleted' || kind === 'folder_deleted' || kind === 'brought_back') ? (`${kind}_healed` as const) : kind
    return t(`deletions.then.${key}`, { count: keptAway?.count ?? receipts, to: toPath ?? '', when: healedAt ? format.moment(healedAt) : '' })
  }
  const kept = ({ count, first }: KeptAway) => ({ show: t('deletions.show', { count }), receipts: first, all: count > first.length ? t('deletions.all', { count }) : null })
  const lines = deletions.map((deletion) => ({
    id: deletion.id,
    kind: deletion.kind,
    path: deletion.path,
    outcome: outcome(deletion),
    at: deletion.decidedAt,
    when: format.moment(deletion.decidedAt),
    canBringBack: deletion.canBringBack,
    kept: deletion.keptAway && kept(deletion.keptAway),
  }))
  const open = lines.filter(({ canBringBack }) => canBringBack)
  const past = lines.filter(({ canBringBack }) => !canBringBack)
  const shared = { ...rest, kinds: Object.fromEntries(kinds.map((kind) => [kind, t(`deletions.kind.${kind}`)])), label: t('actions.bringBack') }
  return (
    <Card id="deletions" title={t('deletions.title')} hint={t('deletions.hint')} flush>
      <IconSheet icons={Object.fromEntries(kinds.map((kind) => [kind, ICONS[kind]]))} />
      {deletions.length === 0 && <p className="px-4 pb-5 text-muted sm:px-6">{t('deletions.empty')}</p>}
      {open.length > 0 && (
        <>
          <h3 className="border-t px-4 pt-3 text-xs font-medium text-muted sm:px-6">{t('deletions.staysAway')}</h3>
          <DeletionLines lines={open} isTop={false} {...shared} />
        </>
      )}
      {open.length > 0 && past.length > 0 && <h3 className="border-t px-4 pt-3 text-xs font-medium text-muted sm:px-6">{t('deletions.past')}</h3>}
      {past.length > 0 && <DeletionLines lines={past} isTop={open.length === 0} {...shared} />}
    </Card>
  )
}
