import type { Tx } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { Prisma, type QontoCredential } from '@/lib/generated/prisma/client'

/**
 * Ties an organization to the Qonto company that its credentials open, for ever: receipts of two companies must never mix. Locks the
 * organization's row until the transaction ends, and returns the credential that it has. @throws AppError `qonto_other_organization`.
 */
export async function tieOrganization(tx: Tx, organizationId: string, externalId: string): Promise<QontoCredential | null> {
  await tx.$queryRaw`SELECT 1 FROM "Organization" WHERE "id" = ${organizationId} FOR UPDATE`
  const holder = await tx.organization.findUnique({ where: { externalId }, select: { id: true } })
  const own = await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { externalId: true } })
  const isOther = own.externalId !== null && own.externalId !== externalId
  if (isOther || (holder && holder.id !== organizationId)) throw new AppError('qonto_other_organization')
  await tx.organization.update({ where: { id: organizationId }, data: { externalId } }).catch((thrown: unknown) => {
    // Another organization has taken the company since we looked.
    const isTaken = thrown instanceof Prisma.PrismaClientKnownRequestError && thrown.code === 'P2002'
    throw isTaken ? new AppError('qonto_other_organization', undefined, { cause: thrown }) : thrown
  })
  await tx.$queryRaw`SELECT 1 FROM "QontoCredential" WHERE "organizationId" = ${organizationId} FOR UPDATE`
  return await tx.qontoCredential.findUnique({ where: { organizationId } })
}
