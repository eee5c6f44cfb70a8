'use server'

import { z } from 'zod'
import { readSignedId } from '@/lib/auth/signed-id'
import { claimLease } from '@/lib/demo/claim-lease'
import { expireLease } from '@/lib/demo/lease-actions'
import { action } from '@/lib/http/action'
import { notThere, Refusal } from '@/lib/http/problem'
import { system } from '@/lib/system'

function leaseOf(token: string | undefined): string {
  const leaseId = readSignedId(system().settings.secret, 'keep', token)
  if (!leaseId) throw notThere()
  return leaseId
}

const company = z.string().trim().min(2, 'Write the company for which the plant is kept.').max(120)

/** By the link of a mail: the owner's, who may not be able to sign in any more. */
export const keepByLink = action('public', z.object({ token: z.string().max(200).optional(), plan: z.enum(['trial', 'paid']), company }), async ({ input }) => {
  const claimed = await claimLease(system(), leaseOf(input.token), { plan: input.plan, company: input.company, actor: 'prospect' })
  if (!claimed.ok) throw new Refusal(409, 'Not kept', claimed.because)
  return claimed.tenantId
})

export const deleteStopped = action('public', z.object({ token: z.string().max(200) }), async ({ input }) => {
  const ended = await expireLease(system(), leaseOf(input.token), 'prospect', 'deleted by its owner')
  if (!ended.ok) throw new Refusal(409, 'Not deleted', ended.because)
})
