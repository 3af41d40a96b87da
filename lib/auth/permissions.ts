import type { Role } from '@/lib/generated/prisma/enums'
import { AppError } from '@/lib/errors'

const EVERYONE: Role[] = ['owner', 'admin', 'accountant', 'manager', 'employee']
const OFFICE: Role[] = ['owner', 'admin', 'accountant', 'manager']
const SET_UP: Role[] = ['owner', 'admin', 'accountant']

/** The one place that decides who may what (design §3 "Who"). A route or action that is not in here cannot be written. */
export const PERMISSIONS = {
  'connection.view': OFFICE,
  'connection.manage': SET_UP,
  'receipts.view': EVERYONE,
  'receipts.add': EVERYONE,
  'accounts.view': OFFICE,
  'activity.view': OFFICE,
  'settings.view': OFFICE,
  'settings.manage': SET_UP,
  'members.manage': ['owner', 'admin'],
  'installation.manage': ['owner'],
  'session.own': EVERYONE,
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

/** True when `role` holds `permission`. */
export function isAllowed(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role)
}

/** @throws AppError `not_allowed` unless the role holds the permission; the answer never depends on what exists. */
export function assertAllowed(role: Role, permission: Permission): void {
  if (!isAllowed(role, permission)) throw new AppError('not_allowed', permission)
}
