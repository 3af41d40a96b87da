import { z } from 'zod'
import { usedBy } from '../files/space-of'
import { addAccount } from '../state/add-account'
import type { Account } from '../state/types'
import type { World } from '../world'

const AccountInput = z.strictObject({
  email: z.string().min(3), name: z.string().min(1).optional(), kind: z.enum(['personal', 'business', 'team']).optional(), quota: z.number().int().nonnegative().optional(),
  email_verified: z.boolean().optional(), suspended: z.boolean().optional(), member_quota: z.number().int().nonnegative().optional(),
  retention_days: z.number().int().positive().optional(), top_level_content_policy: z.enum(['admin_only', 'everyone']).optional(),
})

/** How the control API shows an account. */
export function presentAccount(world: World, account: Account): Record<string, unknown> {
  const team = account.team === null ? undefined : world.state.teams.get(account.team)
  const used = usedBy(world, account)
  return {
    id: account.id, email: account.email, name: account.name, kind: account.kind, quota: team?.quota ?? account.quota, used: used.own, team_used: used.team,
    home_namespace_id: account.home, root_namespace_id: team?.root ?? account.home, suspended: account.suspended, email_verified: account.emailVerified,
    linked_apps: [...world.state.grants.values()].filter((grant) => grant.account === account.id).map((grant) => grant.appKey),
  }
}

/** Creates an account, or changes the fields given when the e-mail is known; the kind of an account never changes. */
export function putAccount(world: World, body: unknown): Record<string, unknown> {
  const input = AccountInput.parse(body)
  const known = [...world.state.accounts.values()].find((account) => account.email.toLowerCase() === input.email.toLowerCase())
  const account = known ?? addAccount(world.store, { email: input.email, name: input.name ?? input.email, kind: input.kind ?? 'personal', quota: input.quota })
  const changed: Account = {
    ...account, name: input.name ?? account.name, quota: input.quota ?? account.quota, emailVerified: input.email_verified ?? account.emailVerified,
    suspended: input.suspended ?? account.suspended, memberQuota: input.member_quota ?? account.memberQuota, retentionDays: input.retention_days ?? account.retentionDays,
  }
  world.store.commit({ t: 'account', account: changed })
  const team = changed.team === null ? undefined : world.state.teams.get(changed.team)
  if (team) {
    const topLevelContentPolicy = input.top_level_content_policy ?? team.topLevelContentPolicy
    world.store.commit({ t: 'team', team: { ...team, quota: input.quota ?? team.quota, topLevelContentPolicy } })
  }
  return presentAccount(world, changed)
}
