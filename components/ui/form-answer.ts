/** What a form's action answers: nothing before it was sent, else success or an error code, where it belongs, and what was typed. */
export type FormAnswer =
  | null
  | { ok: true }
  | { ok: false; code: string; field?: string | undefined; values?: Record<string, string> | undefined; errorId?: string | undefined }

/** The sentence and the way on for each code that may come back; `unexpected` stands in for any other. */
export type ErrorWords = Record<string, { sentence: string; next: string }>
