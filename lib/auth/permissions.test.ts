import { expect, test } from 'vitest'
import { isAllowed, PERMISSIONS, type Permission } from './permissions'

const ROLES = ['owner', 'admin', 'accountant', 'manager', 'employee'] as const

// Written down a second time on purpose: a change of who may what has to be made twice.
const TABLE: Record<Permission, string> = {
  'connection.view': 'yyyyn',
  'connection.manage': 'yyynn',
  'receipts.view': 'yyyyy',
  'receipts.add': 'yyyyy',
  'accounts.view': 'yyyyn',
  'activity.view': 'yyyyn',
  'settings.view': 'yyyyn',
  'settings.manage': 'yyynn',
  'members.manage': 'yynnn',
  'installation.manage': 'ynnnn',
  'session.own': 'yyyyy',
}

test.each(Object.keys(PERMISSIONS) as Permission[])('%s is held by exactly the roles of the table', (permission) => {
  expect(ROLES.map((role) => (isAllowed(role, permission) ? 'y' : 'n')).join('')).toBe(TABLE[permission])
})
