import { redirect } from 'next/navigation'
import { stepHref } from '@/components/wizard/steps'
import { loadStep } from './load-step'

/** Leads to the first step that is not complete. */
export default async function SetupPage() {
  const { draft } = await loadStep('name')
  redirect(stepHref(draft.step))
}
