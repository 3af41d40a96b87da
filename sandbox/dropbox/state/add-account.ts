import { newId } from './new-id'
import type { Store } from './store'
import type { Account, AccountKind, Team } from './types'

const GB = 1_000_000_000
const QUOTA: Record<AccountKind, number> = { personal: 2 * GB, business: 5000 * GB, team: 5000 * GB }

export interface NewAccount {
  email: string
  name: string
  kind: AccountKind
  quota?: number
}

function nextNamespaceId(store: Store): string {
  return String(3_235_641 + store.state.namespaces.size * 17)
}

function teamFor(store: Store, wanted: NewAccount): Team {
  const name = `${wanted.email.slice(wanted.email.indexOf('@') + 1)} ${wanted.kind}`
  const known = [...store.state.teams.values()].find((team) => team.name === name)
  if (known) return known
  let root: string | null = null
  if (wanted.kind === 'team') {
    root = nextNamespaceId(store)
    store.commit({ t: 'ns', id: root, kind: 'team' })
  }
  const team: Team = { id: `dbtid:${newId(35)}`, name, quota: wanted.quota ?? QUOTA[wanted.kind], root, topLevelContentPolicy: 'everyone' }
  store.commit({ t: 'team', team })
  return team
}

/**
 * Creates an account with an empty Dropbox. Members with the same mail domain and kind share a team; kind `team` has a
 * team space beside the members' own folders, kind `business` has none.
 */
export function addAccount(store: Store, wanted: NewAccount): Account {
  const team = wanted.kind === 'personal' ? null : teamFor(store, wanted)
  const home = nextNamespaceId(store)
  store.commit({ t: 'ns', id: home, kind: 'home' })
  const account: Account = {
    id: `dbid:${newId(35)}`, email: wanted.email, name: wanted.name, kind: wanted.kind, quota: wanted.quota ?? QUOTA[wanted.kind], home,
    team: team?.id ?? null, teamMemberId: team ? `dbmid:${newId(35)}` : null,
    emailVerified: true, suspended: false, memberQuota: 0, retentionDays: wanted.kind === 'personal' ? 30 : 180,
  }
  store.commit({ t: 'account', account })
  return account
}
