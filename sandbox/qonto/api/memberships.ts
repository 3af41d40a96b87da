import { uuidFrom } from '../companies/random'
import type { Switches } from '../state/switches'
import type { Member } from '../state/types'
import { json, type ApiHandler } from '../wire/exchange'
import { notFound } from '../wire/wire-error'
import { paginate, readPage } from './paginate'

/** `GET /v2/memberships`. */
export const listMemberships: ApiHandler = ({ bank, url }, { company }) => {
  const { items, meta } = paginate(company.members, readPage(url.searchParams), bank.switches)
  const memberships = items.map((member) => ({
    id: member.id,
    first_name: member.firstName,
    last_name: member.lastName,
    role: roleName(member, bank.switches),
    team_id: uuidFrom('team', company.id),
    residence_country: 'FR',
    birthdate: '1980-01-01',
    nationality: 'FR',
    birth_country: 'FR',
    ubo: member.role === 'owner',
    status: member.status,
  }))
  return json({ memberships, meta }, 200, items.length)
}

/** `GET /v2/membership`: the member whose consent the caller holds; an API key has no member. */
export const getMembership: ApiHandler = ({ bank }, { company, member }) => {
  if (!member) throw notFound('membership')
  return json({
    membership: {
      id: member.id,
      first_name: member.firstName,
      last_name: member.lastName,
      email: member.email,
      phone_number: '+33100000000',
      position: null,
      status: member.status,
      role: roleName(member, bank.switches),
      locale: 'fr',
      team_id: uuidFrom('team', company.id),
      kyc_status: 'accepted',
    },
  })
}

function roleName(member: Member, switches: Switches): string {
  return member.role === 'accountant' ? switches.accountant_role : member.role
}
