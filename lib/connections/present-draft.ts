import type { SetupDraft } from '@/lib/generated/prisma/client'
import type { DraftView, StartPreset } from './present'

const PRESETS: readonly string[] = ['today', 'month', 'year', 'everything', 'own'] satisfies StartPreset[]
const isPreset = (text: string | null): text is StartPreset => text !== null && PRESETS.includes(text)

const stepOf = (draft: SetupDraft): DraftView['step'] => {
  if (!draft.authenticationName) return 'name'
  if (!draft.dropboxAccountId || !draft.refreshTokenSealed) return 'account'
  return draft.startAt ? 'finish' : 'start'
}

/** The wizard's entries without what must not leave the server. */
export function toDraftView(draft: SetupDraft): DraftView {
  const isLinked = draft.dropboxAccountId !== null && draft.refreshTokenSealed !== null
  return {
    id: draft.id,
    step: stepOf(draft),
    authenticationName: draft.authenticationName,
    dropbox: isLinked
      ? {
          name: draft.dropboxName ?? '',
          email: draft.dropboxEmail ?? '',
          team: draft.dropboxTeam,
          used: draft.spaceUsed === null ? null : Number(draft.spaceUsed),
          allocated: draft.spaceAllocated === null ? null : Number(draft.spaceAllocated),
        }
      : null,
    startAt: draft.startAt?.toISOString() ?? null,
    startPreset: isPreset(draft.startPreset) ? draft.startPreset : null,
  }
}
