import { json, type ApiHandler } from '../wire/exchange'
import { presentOrganizationAccount } from './present-account'

/** `GET /v2/organization`. */
export const getOrganization: ApiHandler = (_exchange, { company, member }) =>
  json({
    organization: {
      id: company.id,
      name: company.name,
      slug: company.slug,
      legal_name: company.legalName,
      legal_number: '12345678900011',
      legal_sector: '7410Z',
      legal_registration_date: '2020-02-03',
      legal_address: `1 rue Exemple ${company.city} FRANCE`,
      legal_form: 'SAS',
      legal_country: company.country,
      legal_share_capital: 1000,
      locale: 'fr',
      contract_signed_at: `${new Date(company.createdAt).toISOString().slice(0, 23).replace('T', ' ')}000`,
      bank_accounts: company.accounts.map((account) => presentOrganizationAccount(account, member?.role ?? null)),
    },
  })
