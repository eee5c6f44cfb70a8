'use server'

import { z } from 'zod'
import { liftSuppressionOf } from '@/lib/admin/lift-suppression'
import { action } from '@/lib/http/action'
import { Refusal } from '@/lib/http/problem'
import { system } from '@/lib/system'

export const liftSuppression = action('admin', z.object({ address: z.string().max(320) }), async ({ input, person }) => {
  if (!(await liftSuppressionOf(system(), input.address, person!.email))) throw new Refusal(409, 'Not done', 'Mail to this address is not held back any more.')
})
