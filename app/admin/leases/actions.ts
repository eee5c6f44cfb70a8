'use server'

import { z } from 'zod'
import { giveLease } from '@/lib/admin/give-lease'
import { expireLease, type LeaseActionResult, retryPart, setLeaseHours } from '@/lib/demo/lease-actions'
import { partList } from '@/lib/demo/part-list'
import { action } from '@/lib/http/action'
import { Refusal } from '@/lib/http/problem'
import { storedIndustry } from '@/lib/plant/stories'
import { system } from '@/lib/system'

const leaseId = z.string().min(1).max(40)
const hours = z.coerce.number('Write a whole number of hours.').int('Write a whole number of hours.')
const parts = partList.map(({ part }) => part.replaceAll('_', '-'))

function orRefuse(result: LeaseActionResult) {
  if (!result.ok) throw new Refusal(409, 'Not done', result.because)
}

export const retryLeasePart = action('admin', z.object({ leaseId, part: z.enum(parts) }), async ({ input, person }) => {
  const part = partList.find((facts) => facts.part.replaceAll('_', '-') === input.part)!.part
  orRefuse(await retryPart(system(), input.leaseId, part, person!.email))
})

export const changeLeaseHours = action('admin', z.object({ leaseId, hours }), async ({ input, person }) => {
  orRefuse(await setLeaseHours(system(), input.leaseId, input.hours, person!.email))
})

const reason = z.string().trim().min(3, 'Say why: it stands in the audit trail.').max(200)

export const expireLeaseNow = action('admin', z.object({ leaseId, reason }), async ({ input, person }) => {
  orRefuse(await expireLease(system(), input.leaseId, person!.email, input.reason))
})

const newLease = z.object({ email: z.string().max(320), industry: z.enum(['dairy', 'chemical', 'oil-and-gas', 'pharma']), hours })

export const createLeaseFor = action('admin', newLease, async ({ input, person }) => {
  const given = await giveLease(system(), { ...input, industry: storedIndustry(input.industry) }, person!.email)
  if (!given.ok) throw new Refusal(409, 'Not created', given.because)
  return given.leaseId
})
