'use server'

import { cookies } from 'next/headers'
import { z } from 'zod'
import { verifyRequest } from '@/lib/demo/verify-request'
import { watchCookie, watchToken } from '@/lib/demo/watch-token'
import { action } from '@/lib/http/action'
import { Refusal } from '@/lib/http/problem'
import { system } from '@/lib/system'

const reasons = {
  unknown: 'This link is not known. It may have been replaced by a newer one: use the newest mail, or ask for the plant again.',
  expired: 'This link is older than 24 hours. Ask for the plant again; it takes a minute.',
}

/** Confirms the address, gives the browser the right to watch, and answers with the lease. */
export const confirmAddress = action('public', z.object({ token: z.string().min(16, reasons.unknown).max(128, reasons.unknown) }), async ({ input }) => {
  const { settings } = system()
  const verified = await verifyRequest(system(), input.token)
  if (!verified.ok) throw new Refusal(410, 'Not confirmed', reasons[verified.because])
  const jar = await cookies()
  jar.set(watchCookie, watchToken(settings.secret, verified.leaseId), {
    httpOnly: true,
    sameSite: 'lax',
    secure: settings.portalUrl.startsWith('https:'),
    path: '/',
    maxAge: 26 * 3600,
  })
  return verified.leaseId
})
