import type { Account } from '../state/types'
import type { World } from '../world'

/** The five forms of a person's name. */
export function nameOf(account: Account): Record<string, string> {
  const [given = '', ...rest] = account.name.split(' ')
  const surname = rest.join(' ')
  return {
    given_name: given, surname, familiar_name: given, display_name: account.name,
    abbreviated_name: `${given.slice(0, 1)}${surname.slice(0, 1)}`.toUpperCase(),
  }
}

/** The account's namespaces: `user` without a team space, `team` with one. */
export function rootInfo(world: World, account: Account): Record<string, unknown> {
  const root = account.team === null ? null : (world.state.teams.get(account.team)?.root ?? null)
  if (root === null) return { '.tag': 'user', root_namespace_id: account.home, home_namespace_id: account.home }
  return { '.tag': 'team', root_namespace_id: root, home_namespace_id: account.home, home_path: `/${account.name}` }
}

/** Fields that every form of an account has. */
export function basicAccount(account: Account): Record<string, unknown> {
  return { account_id: account.id, name: nameOf(account), email: account.email, email_verified: account.emailVerified, disabled: account.suspended }
}

function teamOf(world: World, account: Account): Record<string, unknown> {
  const team = account.team === null ? undefined : world.state.teams.get(account.team)
  if (!team) return {}
  const is = (tag: string): object => ({ '.tag': tag })
  return {
    team: {
      id: team.id, name: team.name,
      sharing_policies: {
        shared_folder_member_policy: is('anyone'), shared_folder_join_policy: is('from_anyone'), shared_link_create_policy: is('default_public'),
        group_creation_policy: is('admins_and_members'), shared_folder_link_restriction_policy: is('anyone'),
        enforce_link_password_policy: is('optional'), default_link_expiration_days_policy: is('none'), shared_link_default_permissions_policy: is('default'),
      },
      office_addin_policy: is('enabled'), top_level_content_policy: is(team.topLevelContentPolicy),
    },
    team_member_id: account.teamMemberId,
  }
}

/** FullAccount. */
export function fullAccount(world: World, account: Account): Record<string, unknown> {
  return {
    ...basicAccount(account), country: 'FR', locale: 'en', referral_link: `https://www.dropbox.com/referrals/${account.id.slice(5, 20)}`,
    is_paired: false, account_type: { '.tag': account.kind === 'personal' ? 'basic' : 'business' }, ...teamOf(world, account), root_info: rootInfo(world, account),
  }
}
