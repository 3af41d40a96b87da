import 'server-only'
import { db } from '@/lib/db'
import { joinPath } from '@/lib/dropbox/paths'
import { shownPath } from '@/lib/dropbox/shown-path'
import { AppError } from '@/lib/errors'
import { fileName } from '@/lib/exports/file-name'
import { folderName } from '@/lib/exports/folder-name'
import { localDate } from '@/lib/exports/local-date'
import { Prisma, type Organization } from '@/lib/generated/prisma/client'
import type { DraftView, ExportPreview } from './present'
import { rootName } from './root-name'

type Group = { accountId: string; period: string; receipts: bigint; bytes: bigint; sampleId: string }

const FORMATS = { month: 'YYYY-MM', quarter: 'YYYY-"Q"Q', year: 'YYYY' } as const

/** Counts of what qualifies, by account and period: the same rule as for exports, on the mirror as it is now. */
const countGroups = ({ id, timeZone, periodKind }: Organization, startAt: Date) => db().$queryRaw<Group[]>(Prisma.sql`
  SELECT r."accountId", to_char(r."emittedAt" AT TIME ZONE ${timeZone}, ${FORMATS[periodKind]}) AS period,
    count(*) AS receipts, coalesce(sum(r.size), 0)::bigint AS bytes, max(r.id) AS "sampleId"
  FROM "Receipt" r
  WHERE r."organizationId" = ${id} AND r."removedAt" IS NULL AND (r."addedAt" >= ${startAt} OR r."emittedAt" >= ${startAt})
  GROUP BY 1, 2 ORDER BY 2 DESC`)

/** One real file name per group, so that the tree shows what will be there. */
async function sampleNames(organization: Organization, groups: Group[]): Promise<Map<string, string>> {
  const receipts = await db().receipt.findMany({
    where: { organizationId: organization.id, id: { in: groups.map((group) => group.sampleId) } },
    include: { transaction: true, account: { select: { label: true } } },
  })
  return new Map(
    receipts.map(({ id, emittedAt, contentType, transaction, account, ...receipt }) => {
      const { counterparty, amountCents, currency } = transaction
      const nameable = { localDate: localDate(emittedAt, organization.timeZone), counterparty, amountCents: Number(amountCents), currency, fileName: receipt.fileName, contentType, accountLabel: account.label }
      return [id, fileName(nameable, organization.fileTemplate)]
    }),
  )
}

async function rootOf(organization: Organization, draftId: string): Promise<string> {
  const draft = await db().setupDraft.findFirst({ where: { id: draftId, organizationId: organization.id }, select: { dropboxAccountId: true } })
  return db().$transaction((tx) => rootName(tx, organization, draft?.dropboxAccountId ?? ''))
}

/**
 * What Finish would export from `startAt` on (null: everything): counts, bytes and the folder tree under the planner's own rules. Every account has a
 * folder, also an empty one. `fits` is null when Dropbox has not said how much space there is. @throws AppError `not_found`.
 */
export async function previewExport(organizationId: string, draft: Pick<DraftView, 'id' | 'startAt' | 'dropbox'>): Promise<ExportPreview> {
  const organization = await db().organization.findUnique({ where: { id: organizationId } })
  if (!organization) throw new AppError('not_found')
  const groups = await countGroups(organization, new Date(draft.startAt ?? 0))
  const [names, root, accounts] = await Promise.all([
    sampleNames(organization, groups),
    rootOf(organization, draft.id),
    db().currentAccount.findMany({ where: { organizationId }, orderBy: [{ isMain: 'desc' }, { label: 'asc' }], select: { id: true, label: true } }),
  ])
  const sum = (of: Group[], what: 'receipts' | 'bytes') => of.reduce((total, group) => total + Number(group[what]), 0)
  const { used, allocated } = draft.dropbox ?? { used: null, allocated: null }
  return {
    receipts: sum(groups, 'receipts'),
    bytes: sum(groups, 'bytes'),
    fits: used === null || allocated === null ? null : sum(groups, 'bytes') <= allocated - used,
    rootPath: shownPath(joinPath(root)),
    accounts: accounts.map(({ id, label }) => {
      const own = groups.filter((group) => group.accountId === id)
      const periods = own.map((group) => ({ period: group.period, receipts: Number(group.receipts), bytes: Number(group.bytes), sample: names.get(group.sampleId) ?? null }))
      return { label, folder: folderName(label), receipts: sum(own, 'receipts'), bytes: sum(own, 'bytes'), periods }
    }),
  }
}
