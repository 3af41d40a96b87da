import 'server-only'
import { env } from '@/lib/env'
import { isSetUp } from './is-set-up'

/** True while a real installation has no organization: whoever comes is led to the set-up. Demonstrations bring their own. */
export async function needsSetUp(): Promise<boolean> {
  return env().DEMO !== '1' && !(await isSetUp())
}
