import { getAttachment, listAttachments } from './api/attachments'
import { getBankAccount, listBankAccounts } from './api/bank-accounts'
import { getMembership, listMemberships } from './api/memberships'
import { getOrganization } from './api/organization'
import { removeAllAttachments, removeAttachment } from './api/remove-attachments'
import { getTransaction, listTransactions } from './api/transactions'
import { uploadAlone, uploadToTransaction } from './api/upload-attachment'
import { createSubscription, deleteSubscription, getSubscription, listSubscriptions, replaceSubscription } from './api/webhook-subscriptions'
import { putAccount } from './control/accounts'
import { createCompany, listCompanies } from './control/companies'
import { clearCalls, getCalls, getClock, getFaults, getSwitches, listDeliveries, putClock, putFaults, putLatency, putSwitches, repeatDelivery, reset } from './control/conditions'
import { createTokens, putClient, putMember, regenerateApiKey, revokeConsent } from './control/people'
import { addControlReceipt, removeControlReceipt } from './control/receipts'
import { putTransaction } from './control/transactions'
import { serveFile } from './files/serve-file'
import type { Authorize } from './oauth/authorize'
import type { Codes } from './oauth/codes'
import { configuration, jwks } from './oauth/discovery'
import { revokeEndpoint } from './oauth/revoke'
import { tokenEndpoint } from './oauth/token'
import { companyPage } from './pages/company-page'
import { addFaultFromPage, conditionsPage, setLatencyFromPage } from './pages/conditions-page'
import { homePage } from './pages/home-page'
import { addReceiptFromPage, addTransactionFromPage, openReceiptFromPage, putAccountFromPage, removeReceiptFromPage } from './pages/page-actions'
import { transactionPage } from './pages/transaction-page'
import type { Deliveries } from './webhooks/deliveries'
import type { ApiHandler, Handler } from './wire/exchange'
import type { Route, Scope } from './wire/route'

/** Every call that the server answers. */
export function allRoutes(authorize: Authorize, codes: Codes, deliveries: Deliveries): Route[] {
  return [...apiRoutes(), ...oauthRoutes(authorize, codes), ...fileRoutes(), ...pageRoutes(), ...controlRoutes(deliveries)]
}

function apiRoutes(): Route[] {
  const api = (method: string, template: string, scope: Scope, handle: ApiHandler, oauthOnly = false): Route => ({ zone: 'api', method, template, scope, handle, oauthOnly })
  return [
    api('GET', '/v2/organization', 'organization.read', getOrganization),
    api('GET', '/v2/bank_accounts', 'organization.read', listBankAccounts),
    api('GET', '/v2/bank_accounts/{id}', 'organization.read', getBankAccount),
    api('GET', '/v2/transactions', 'organization.read', listTransactions),
    api('GET', '/v2/transactions/{id}', 'organization.read', getTransaction),
    api('GET', '/v2/transactions/{id}/attachments', 'organization.read', listAttachments),
    api('POST', '/v2/transactions/{id}/attachments', 'attachment.write', uploadToTransaction),
    api('DELETE', '/v2/transactions/{id}/attachments', 'attachment.write', removeAllAttachments),
    api('DELETE', '/v2/transactions/{id}/attachments/{attachment}', 'attachment.write', removeAttachment),
    api('GET', '/v2/attachments/{attachment}', 'attachment', getAttachment),
    api('POST', '/v2/attachments', 'attachment.write', uploadAlone),
    api('GET', '/v2/memberships', 'organization.read', listMemberships),
    api('GET', '/v2/membership', 'membership.read', getMembership),
    api('POST', '/v2/webhook_subscriptions', 'webhook', createSubscription, true),
    api('GET', '/v2/webhook_subscriptions', 'webhook', listSubscriptions, true),
    api('GET', '/v2/webhook_subscriptions/{id}', 'webhook', getSubscription, true),
    api('PUT', '/v2/webhook_subscriptions/{id}', 'webhook', replaceSubscription, true),
    api('DELETE', '/v2/webhook_subscriptions/{id}', 'webhook', deleteSubscription, true),
  ]
}

function oauthRoutes(authorize: Authorize, codes: Codes): Route[] {
  return [
    { zone: 'oauth', method: 'GET', template: '/.well-known/jwks.json', handle: jwks },
    { zone: 'oauth', method: 'GET', template: '/.well-known/openid-configuration', handle: configuration },
    { zone: 'oauth', method: 'GET', template: '/oauth2/auth', handle: authorize.begin },
    { zone: 'page', method: 'GET', template: '/oauth2/signin', handle: authorize.signIn },
    { zone: 'page', method: 'POST', template: '/oauth2/signin', handle: authorize.chosen },
    { zone: 'page', method: 'POST', template: '/oauth2/consent', handle: authorize.decided },
    { zone: 'oauth', method: 'POST', template: '/oauth2/token', handle: tokenEndpoint(codes) },
    { zone: 'oauth', method: 'POST', template: '/oauth2/revoke', handle: revokeEndpoint },
  ]
}

function fileRoutes(): Route[] {
  return [{ zone: 'file', method: 'GET', template: '/files/{id}/{copy}', handle: serveFile }]
}

function pageRoutes(): Route[] {
  const page = (method: string, template: string, handle: Handler): Route => ({ zone: 'page', method, template, handle })
  return [
    page('GET', '/', homePage),
    page('GET', '/companies/{company}', companyPage),
    page('POST', '/companies/{company}/accounts', putAccountFromPage),
    page('POST', '/companies/{company}/transactions', addTransactionFromPage),
    page('GET', '/companies/{company}/transactions/{transaction}', transactionPage),
    page('POST', '/companies/{company}/transactions/{transaction}/receipts', addReceiptFromPage),
    page('GET', '/companies/{company}/receipts/{receipt}', openReceiptFromPage),
    page('POST', '/companies/{company}/receipts/{receipt}/remove', removeReceiptFromPage),
    page('GET', '/conditions', conditionsPage),
    page('POST', '/conditions', addFaultFromPage),
    page('POST', '/conditions/latency', setLatencyFromPage),
  ]
}

function controlRoutes(deliveries: Deliveries): Route[] {
  const control = (method: string, template: string, handle: Handler): Route => ({ zone: 'control', method, template: `/_sandbox/${template}`, handle })
  return [
    control('GET', 'companies', listCompanies), control('POST', 'companies', createCompany),
    control('POST', 'accounts', putAccount), control('POST', 'transactions', putTransaction),
    control('POST', 'receipts', addControlReceipt), control('DELETE', 'receipts/{id}', removeControlReceipt),
    control('POST', 'members', putMember), control('POST', 'clients', putClient), control('POST', 'tokens', createTokens),
    control('POST', 'revoke', revokeConsent), control('POST', 'api_key', regenerateApiKey),
    control('POST', 'reset', reset(deliveries)), control('GET', 'calls', getCalls), control('DELETE', 'calls', clearCalls),
    control('PUT', 'latency', putLatency), control('PUT', 'faults', putFaults), control('GET', 'faults', getFaults),
    control('PUT', 'clock', putClock), control('GET', 'clock', getClock),
    control('PUT', 'switches', putSwitches), control('GET', 'switches', getSwitches),
    control('GET', 'webhooks', listDeliveries(deliveries)), control('POST', 'webhooks/{id}', repeatDelivery(deliveries)),
  ]
}
