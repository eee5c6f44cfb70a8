import { randomBytes, randomUUID } from 'node:crypto'
import { hashToken } from '@/lib/auth/token'
import { findLiveLease } from '@/lib/demo/find-live-lease'
import type { Tx } from '@/lib/db'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import type { Industry } from '@/lib/generated/prisma/client'
import { postMail } from '@/lib/mail/post-mail'
import { traceparent } from '@/lib/observe/tracing'
import type { System } from '@/lib/system'
import type { Analysis } from '@/lib/tools/analysis'

export const verificationHours = 24

export interface DemoForm {
  email: string
  industry: Industry
  source?: Record<string, string>
  /** What the visitor worked on in a tool of the site. */
  analysis?: Analysis
}

/**
 * Takes the form. What the caller is told does not depend on whether the address is known: the difference is only in
 * the mail. A form posted again while its request is open sends the mail again and makes no second request.
 */
export async function requestDemo(system: System, form: DemoForm) {
  const now = system.clock.now()
  const email = form.email.toLowerCase()
  const token = randomBytes(24).toString('base64url')
  await system.db.asOperator(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('demo request'), hashtext(${email}))`
    const live = await findLiveLease(tx, email)
    if (live) {
      await postMail(tx, now, { id: `again-${randomUUID()}`, template: 'already-running', to: email, leaseId: live.id })
      return
    }
    const lead = await ensureLead(tx, email, now)
    const request = await openRequest(tx, { ...form, email }, token, now)
    await postMail(tx, now, { id: `verify-${request.id}-${hashToken(token).slice(0, 8)}`, template: 'verify', to: email, props: { token, industry: form.industry } })
    if (request.isNew) {
      await recordEngagement(tx, now, { kind: 'demo.requested', subject: lead.id, detail: { industry: form.industry, ...form.source } })
    }
  })
}

async function ensureLead(tx: Tx, email: string, now: Date) {
  const where = { tenantId_email: { tenantId: 'platform', email } }
  return tx.lead.upsert({ where, create: { id: randomUUID(), email, createdAt: now }, update: {} })
}

async function openRequest(tx: Tx, form: DemoForm, token: string, now: Date) {
  const expiresAt = new Date(now.getTime() + verificationHours * 3_600_000)
  const trace = traceparent()
  const source = { ...form.source, ...(form.analysis && { analysis: form.analysis }), ...(trace && { traceparent: trace }) }
  const fresh = { tokenHash: hashToken(token), requestedAt: now, expiresAt, industry: form.industry }
  const open = await tx.demoRequest.findFirst({ where: { email: form.email, verifiedAt: null, expiresAt: { gt: now } } })
  if (open) {
    await tx.demoRequest.updateMany({ where: { id: open.id }, data: { ...fresh, ...(form.analysis && { source }) } })
    return { id: open.id, isNew: false }
  }
  const request = await tx.demoRequest.create({
    data: { id: randomUUID(), email: form.email, ...fresh, source },
  })
  return { id: request.id, isNew: true }
}
