'use server'

import { z } from 'zod'
import { action } from '@/lib/http/action'
import { Refusal } from '@/lib/http/problem'
import { takeAllowance } from '@/lib/http/rate-limit'
import { acceptInvitation } from '@/lib/people/accept-invitation'
import { longestPassword } from '@/lib/people/password-rule'
import { system } from '@/lib/system'

const acceptance = z.object({
  token: z.string().min(1).max(100),
  email: z.string().trim().max(320),
  name: z.string().trim().min(1, 'Write your name.').max(120),
  password: z.string().max(longestPassword * 4),
})

/** Answers a token that signs in once. */
export const accept = action('public', acceptance, async ({ input, person, address }) => {
  if (person) throw new Refusal(409, 'Signed in', `You are signed in as ${person.email}. Sign out first: an invitation makes an account of its own.`)
  const { allowed } = await system().db.asOperator((tx) => takeAllowance(tx, { key: `invite:${address}`, burst: 20, perMinute: 4 }, system().clock.now()))
  if (!allowed) throw new Refusal(429, 'Too many', 'Too many tries from here. Wait a minute.')
  return acceptInvitation(system(), input)
})
