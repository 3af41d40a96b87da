/** What a route returns when it has written its reply itself; `bytes` is for the call log. */
export class Sent {
  constructor(readonly bytes: number) {}
}

/** JSON in a header: everything outside printable ASCII is escaped. */
export function headerJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
