/** Milliseconds until the last byte of a page. @throws Error when it is not a whole page. */
export async function timeOfPage(url: string, cookie: string): Promise<number> {
  const begunAt = performance.now()
  const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' })
  const text = await answer.text()
  if (answer.status !== 200 || !text.includes('</html>')) throw new Error(`${url} answered ${answer.status}`)
  return performance.now() - begunAt
}
