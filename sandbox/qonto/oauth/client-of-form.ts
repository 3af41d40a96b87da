import type { Exchange } from '../wire/exchange'
import type { OAuthClient } from '../state/types'

/** The client that signs in with form fields or with HTTP Basic; null when id or secret is wrong. */
export function clientOfForm({ bank, request }: Exchange, form: URLSearchParams): OAuthClient | null {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')
  const [id = '', secret = ''] = basic ? Buffer.from(basic[1] as string, 'base64').toString('utf8').split(':').map(decodePart) : [form.get('client_id') ?? '', form.get('client_secret') ?? '']
  const client = bank.books.clients.get(id)
  return client && client.clientSecret === secret ? client : null
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
