import { tagged } from '../files/failures'
import { usedBy } from '../files/space-of'
import type { Call } from '../http/call'
import { callerOf } from '../http/call'
import { list, struct, text, union, type Infer } from '../http/schema'
import { endpointError } from '../http/wire-error'
import type { Account } from '../state/types'
import { basicAccount, fullAccount } from './account-metadata'

const accountId = text(/dbid:.{35}/s)
export const getAccountArg = struct({ account_id: accountId })
export const getAccountBatchArg = struct({ account_ids: list(accountId, 1, 300) })
export const featuresArg = struct({ features: list(union({ paper_as_files: null, file_locking: null, team_shared_dropbox: null, distinct_member_home: null })) })

/** `users/get_current_account`. */
export function getCurrentAccount(call: Call): unknown {
  return fullAccount(call.world, callerOf(call).account)
}

/** `users/get_space_usage`, counted at the moment of asking. */
export function getSpaceUsage(call: Call): unknown {
  const { account } = callerOf(call)
  const used = usedBy(call.world, account)
  const team = account.team === null ? undefined : call.world.state.teams.get(account.team)
  if (!team) return { used: used.own, allocation: { '.tag': 'individual', allocated: account.quota } }
  return {
    used: used.own,
    allocation: {
      '.tag': 'team', used: used.team, allocated: team.quota, user_within_team_space_allocated: account.memberQuota,
      user_within_team_space_limit_type: { '.tag': account.memberQuota > 0 ? 'stop_sync' : 'off' }, user_within_team_space_used_cached: used.own,
    },
  }
}

function shown(call: Call, account: Account): unknown {
  const caller = callerOf(call).account
  return { ...basicAccount(account), is_teammate: account.id === caller.id || (account.team !== null && account.team === caller.team) }
}

/** `users/get_account`. */
export function getAccount(call: Call, arg: Infer<typeof getAccountArg>): unknown {
  const account = call.world.state.accounts.get(arg.account_id)
  if (!account) throw endpointError(tagged('no_account'))
  return shown(call, account)
}

/** `users/get_account_batch`: all or none. */
export function getAccountBatch(call: Call, arg: Infer<typeof getAccountBatchArg>): unknown {
  return arg.account_ids.map((id) => {
    const account = call.world.state.accounts.get(id)
    if (!account) throw endpointError(tagged('no_account', id))
    return shown(call, account)
  })
}

/** `users/features/get_values`. */
export function getFeatureValues(call: Call, arg: Infer<typeof featuresArg>): unknown {
  if (arg.features.length === 0) throw endpointError(tagged('empty_features_list'))
  const hasTeamSpace = callerOf(call).account.kind === 'team'
  const enabled = { paper_as_files: true, file_locking: false, team_shared_dropbox: hasTeamSpace, distinct_member_home: hasTeamSpace }
  return { values: arg.features.map(({ tag }) => tagged(tag, { '.tag': 'enabled', enabled: enabled[tag] })) }
}
