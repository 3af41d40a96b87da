import { headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import type { Actor } from './actor'
import { currentActor } from './current-actor'
import { isAllowed, type Permission } from './permissions'

/** The signed-in member; a page visited signed out leads to the sign-in page and back. */
export async function requireActor(): Promise<Actor> {
  const actor = await currentActor()
  if (actor) return actor
  const here = (await headers()).get('x-pathname') ?? '/'
  redirect(`/sign-in?next=${encodeURIComponent(here)}`)
}

/** The signed-in member, holding `permission`; otherwise the page is 403 whether or not the thing exists. */
export async function requirePermission(permission: Permission): Promise<Actor> {
  const actor = await requireActor()
  if (!isAllowed(actor.role, permission)) forbidden()
  return actor
}
