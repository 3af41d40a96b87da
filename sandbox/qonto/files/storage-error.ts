import type { Reply } from '../wire/exchange'

/** A refusal in the shape of the object storage behind pre-signed URLs: XML, not JSON. */
export function storageError(status: number, code: string, message: string): Reply {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, text }
}

export function expiredUrlReply(): Reply {
  return storageError(403, 'AccessDenied', 'Request has expired')
}
