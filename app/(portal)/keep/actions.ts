'use server'

import { z } from 'zod'
import { claimLease } from '@/lib/demo/claim-lease'
import { action } from '@/lib/http/action'
import { notThere, Refusal } from '@/lib/http/problem'
import { system } from '@/lib/system'

const company = z.string().trim().min(2, 'Write the company for which the plant is kept.').max(120)

/** Signed in: the plant in which one is. */
export const keepThisPlant = action('plant.change', z.object({ token: z.string().optional(), plan: z.enum(['trial', 'paid']), company }), async ({ input, person }) => {
  if (!person?.lease) throw notThere()
  const claimed = await claimLease(system(), person.lease.id, { plan: input.plan, company: input.company, actor: 'prospect' })
  if (!claimed.ok) throw new Refusal(409, 'Not kept', claimed.because)
  return claimed.tenantId
})
