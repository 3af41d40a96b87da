import { getMessages } from 'next-intl/server'
import type { Messages } from './messages'

/** The texts of one group, unfilled, for a client component: `{name}` is filled in there by `fill`. */
export async function getWords<N extends keyof Messages, G extends keyof Messages[N]>(namespace: N, group: G): Promise<Messages[N][G]> {
  // request.ts loads every namespace.
  return ((await getMessages()) as Messages)[namespace][group]
}
