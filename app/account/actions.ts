'use server'

import { z } from 'zod'
import type { Person } from '@/lib/auth/person'
import { currentPerson } from '@/lib/auth/current-person'
import { action } from '@/lib/http/action'
import { notThere, Refusal } from '@/lib/http/problem'
import { stopImpersonation } from '@/lib/people/impersonate'
import { changePassword, endOtherSessions, rename } from '@/lib/people/profile'
import { system } from '@/lib/system'

/** Whoever is signed in may change what is their own. */
async function self(): Promise<Person> {
  const person = await currentPerson()
  if (!person) throw new Refusal(401, 'Not signed in', 'Your session has ended. Sign in again.')
  if (person.impersonation) throw new Refusal(403, 'Only to look', `You look as ${person.name}: the account is theirs.`)
  return person
}

export const saveName = action('public', z.object({ name: z.string().trim().min(1, 'Say what you want to be called.').max(120) }), async ({ input }) => {
  await rename(system(), await self(), input.name)
})

const passwords = z.object({ current: z.string().max(512), wanted: z.string().max(512) })

export const savePassword = action('public', passwords, async ({ input }) => {
  const result = await changePassword(system(), await self(), input.current, input.wanted)
  if (!result.ok) throw new Refusal(409, 'Not changed', result.because)
})

export const signOutElsewhere = action('public', z.object({}), async () => endOtherSessions(system(), await self()))

/** Answers a token that brings the administrator back, or null when their own session has ended. */
export const stopLooking = action('public', z.object({}), async ({ person }) => {
  if (!person) throw notThere()
  return stopImpersonation(system(), person)
})
