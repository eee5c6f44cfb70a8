'use server'

import { cookies } from 'next/headers'
import { z } from 'zod'
import { issueToken } from '@/lib/auth/token'
import { expireLease } from '@/lib/demo/lease-actions'
import { readWatchToken, watchCookie } from '@/lib/demo/watch-token'
import { companyKeyOf } from '@/lib/funnel/company-key'
import { action } from '@/lib/http/action'
import { notThere, Refusal } from '@/lib/http/problem'
import { consentToMarketing } from '@/lib/mail/suppress'
import { companySizes } from '@/lib/sales/score'
import { tellCrm } from '@/lib/sales/tell-crm'
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
const size = z.union([z.enum(companySizes), z.literal('')])
const retention = z.enum(['0', '7', '30'])

/**
 * Name, company and role, all of them optional; the name also becomes the account's. Whether we may write, and how long the
 * plant stands still before it is deleted, are asked here too: unless somebody says so we do not, and it is deleted at once.
 */
export const introduce = action('public', z.object({ name: text, company: text, jobTitle: text, companySize: size, retentionDays: retention, consent: z.boolean() }), async ({ input }) => {
  const id = await watchedLease()
  await system().db.asOperator(async (tx) => {
    const lease = await tx.lease.findFirst({ where: { id } })
    if (!lease?.leadId) throw notThere()
    const { name, company, jobTitle, companySize, retentionDays, consent } = input
    const now = system().clock.now()
    await tx.lead.updateMany({
      where: { id: lease.leadId },
      data: { ...(name && { name }), ...(company && { company }), ...(jobTitle && { jobTitle }), ...(companySize && { companySize }) },
    })
    await tx.lead.updateMany({ where: { id: lease.leadId, companyKey: null }, data: { companyKey: companyKeyOf(lease.email ?? '', company) } })
    if (consent) await consentToMarketing(tx, lease.leadId, now)
    // A plant that has ended keeps what was promised for it.
    await tx.lease.updateMany({ where: { id, state: { in: ['provisioning', 'ready', 'reminded'] } }, data: { retentionDays: Number(retentionDays) } })
    await tellCrm(tx, now, { leadId: lease.leadId, type: 'lead.updated' })
    if (name) await tx.account.updateMany({ where: { id: lease.name }, data: { name } })
  })
})
