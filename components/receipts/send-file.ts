const MAX_BYTES = 15_000_000

/** Sends one file for a transaction. Resolves with null once Qonto has it, else with the code of the refusal; `onProgress` in percent. */
export async function sendFile(transactionId: string, file: File, onProgress: (percent: number) => void): Promise<string | null> {
  if (file.size > MAX_BYTES) return 'upload_too_large'
  if (file.size === 0) return 'upload_empty'
  const body = new FormData()
  body.set('transactionId', transactionId)
  body.set('file', file)
  return await new Promise((resolve) => {
    // fetch tells nothing about how much has been sent.
    const request = new XMLHttpRequest()
    request.open('POST', '/api/receipts')
    request.responseType = 'json'
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(Math.floor((event.loaded / event.total) * 100))
    request.onerror = () => resolve('server_unreachable')
    request.onload = () => resolve(request.status === 201 ? null : codeOf(request.response))
    request.send(body)
  })
}

function codeOf(answer: unknown): string {
  const error = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : null
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'unexpected'
}
