'use server'

import { cookies } from 'next/headers'
import { z } from 'zod'
import { issueToken } from '@/lib/auth/token'
import { expireLease } from '@/lib/demo/lease-actions'
import { readWatchToken, watchCookie } from '@/lib/demo/watch-token'
import { action } from '@/lib/http/action'
import { notThere, Refusal } from '@/lib/http/problem'
import { system } from '@/lib/system'

/** The lease that this browser may act on; the cookie was given to whoever confirmed the address. */
async function watchedLease(): Promise<string> {
  const lease = readWatchToken(system().settings.secret, (await cookies()).get(watchCookie)?.value)
  if (!lease) throw notThere()
  return lease
}

const entrySeconds = 60

/** A token that signs this browser in, once, within a minute. */
export const enterPlant = action('public', z.object({}), async () => {
  const { db, clock } = system()
  const id = await watchedLease()
  return db.asOperator(async (tx) => {
    const lease = await tx.lease.findFirst({ where: { id } })
    if (!lease?.enterableAt) throw new Refusal(409, 'Not ready', 'The plant cannot be opened yet.')
    const expiresAt = new Date(clock.now().getTime() + entrySeconds * 1000)
    return issueToken(tx, { tenantId: lease.name, accountId: lease.name, purpose: 'sign-in', expiresAt })
  })
})

export const cancelPlant = action('public', z.object({}), async () => {
  const result = await expireLease(system(), await watchedLease(), 'prospect', 'cancelled while it was being built')
  if (!result.ok) throw new Refusal(409, 'Not cancelled', result.because)
})

const text = z.string().trim().max(120)

/** Name, company and role, all of them optional. The name also becomes the account's. */
export const introduce = action('public', z.object({ name: text, company: text, jobTitle: text }), async ({ input }) => {
  const id = await watchedLease()
  await system().db.asOperator(async (tx) => {
    const lease = await tx.lease.findFirst({ where: { id } })
    if (!lease?.leadId) throw notThere()
    const { name, company, jobTitle } = input
    await tx.lead.updateMany({
      where: { id: lease.leadId },
      data: { ...(name && { name }), ...(company && { company }), ...(jobTitle && { jobTitle }) },
    })
    if (name) await tx.account.updateMany({ where: { id: lease.name }, data: { name } })
  })
})
