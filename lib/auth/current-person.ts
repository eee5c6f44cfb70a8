import { findKeyHolder } from '@/lib/api-keys/key-holder'
import { getServerSession } from 'next-auth'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { type Capability, mayEnter } from '@/lib/auth/capabilities'
import { authOptions } from '@/lib/auth/next-auth'
import { findPerson, type Person } from '@/lib/auth/person'
import { system } from '@/lib/system'

/** Who asks, or null. One look-up per request. */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const session = await getServerSession(authOptions())
  return session?.sessionId ? findPerson(system(), session.sessionId) : null
})

/** For the API and downloads: whoever is signed in, or holds an API key. */
export const currentCaller = async (request: Request): Promise<Person | null> => (await currentPerson()) ?? findKeyHolder(system(), request.headers.get('authorization'))

/** For pages: signed out goes to sign-in; without the capability the page is not there, as for a page that is not there. */
export async function requirePerson(capability: Capability): Promise<Person> {
  const person = await currentPerson()
  if (!person) redirect('/sign-in')
  if (!mayEnter(person.roles, capability)) notFound()
  return person
}
