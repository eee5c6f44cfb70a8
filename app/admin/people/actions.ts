'use server'

import { z } from 'zod'
import { endSessionsOf, type PersonActionResult, setAccountStatus } from '@/lib/admin/person-actions'
import { action } from '@/lib/http/action'
import { Refusal } from '@/lib/http/problem'
import { system } from '@/lib/system'

const key = z.object({ tenantId: z.string().max(80), accountId: z.string().max(80) })

function orRefuse(result: PersonActionResult) {
  if (!result.ok) throw new Refusal(409, 'Not done', result.because)
}

export const endPersonSessions = action('admin', key, async ({ input, person }) => {
  orRefuse(await endSessionsOf(system(), input, person!.email))
})

export const changePersonStatus = action('admin', key.extend({ status: z.enum(['active', 'disabled']) }), async ({ input, person }) => {
  orRefuse(await setAccountStatus(system(), input, input.status, person!))
})
