'use server'

import { z } from 'zod'
import { askToKeep } from '@/lib/demo/ask-to-keep'
import { expireLease } from '@/lib/demo/lease-actions'
import { action } from '@/lib/http/action'
import { notThere, Refusal } from '@/lib/http/problem'
import { system } from '@/lib/system'

export const keepPlant = action('plant.view', z.object({}), async ({ person }) => askToKeep(system(), person!))

/** The owner's own word ends the lease early; what follows is what follows at the deadline. */
export const deletePlant = action('plant.setup', z.object({}), async ({ person }) => {
  if (!person?.lease) throw notThere()
  const result = await expireLease(system(), person.lease.id, 'prospect', 'deleted by its owner')
  if (!result.ok) throw new Refusal(409, 'Not deleted', result.because)
  return { certificate: `/certificates/${person.lease.id}` }
})
