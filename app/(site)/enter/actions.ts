'use server'

import { cookies } from 'next/headers'
import { z } from 'zod'
import { currentPerson } from '@/lib/auth/current-person'
import { entryCookie, entryPath, entrySeconds } from '@/lib/auth/entry'
import { endSession } from '@/lib/auth/sign-in'
import { findUnused } from '@/lib/auth/token'
import { leasePrefix } from '@/lib/demo/lease-name'
import { action } from '@/lib/http/action'
import { Refusal } from '@/lib/http/problem'
import { system } from '@/lib/system'

/**
 * Before a one-time link is used: says by which way. At the identity provider the link rides in a cookie that only the
 * portal's answer to the provider reads, and whoever was signed in here is signed out, so that the link decides who enters.
 */
export const prepareEntry = action('public', z.object({ token: z.string().max(200) }), async ({ input }) => {
  const sys = system()
  if (!sys.signIn) return 'link' as const
  const link = await sys.db.asOperator((tx) => findUnused(tx, input.token, 'sign-in', sys.clock.now()))
  if (!link) throw new Refusal(410, 'Used', 'This link has been used or has ended.')
  // Only the realm of demo plants takes the portal's word.
  if (!link.accountId.startsWith(leasePrefix)) return 'staff' as const
  const before = await currentPerson()
  if (before) await endSession(sys, before.sessionHash)
  const secure = sys.settings.portalUrl.startsWith('https:')
  ;(await cookies()).set(entryCookie, input.token, { httpOnly: true, sameSite: 'lax', secure, path: entryPath, maxAge: entrySeconds })
  return 'demo' as const
})
