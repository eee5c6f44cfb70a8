'use server'

import { z } from 'zod'
import { checkEmail } from '@/lib/demo/email-check'
import { sendTestFollowUp } from '@/lib/follow-up/preview'
import { switchSequence } from '@/lib/follow-up/switch-sequence'
import { action } from '@/lib/http/action'
import { Refusal } from '@/lib/http/problem'
import { suppress } from '@/lib/mail/suppress'
import { system } from '@/lib/system'

const key = z.string().max(40)

export const switchFollowUps = action('sales', z.object({ key, on: z.stringbool() }), ({ input, person }) => switchSequence(system(), input.key, input.on, person!.email))

export const sendTestMail = action('sales', z.object({ key, step: z.coerce.number().int().min(0).max(9) }), ({ input, person }) => sendTestFollowUp(system(), input.key, input.step, person!.email))

export const suppressAddress = action('sales', z.object({ email: z.string().max(320), note: z.string().trim().max(200) }), async ({ input }) => {
  const verdict = checkEmail(input.email)
  if (!verdict.ok) throw new Refusal(422, 'Not an address', verdict.message)
  await suppress(system(), verdict.email, 'manual', input.note)
})
