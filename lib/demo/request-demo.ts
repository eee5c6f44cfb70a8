import { randomBytes, randomUUID } from 'node:crypto'
import { companyKeyOf } from '@/lib/funnel/company-key'
import { hashToken } from '@/lib/auth/token'
import { findLiveLease } from '@/lib/demo/find-live-lease'
import type { Tx } from '@/lib/db'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import { linkVisitor } from '@/lib/funnel/link-visitor'
import type { Browser } from '@/lib/funnel/record-visit'
import type { Industry } from '@/lib/generated/prisma/client'
import { postMail } from '@/lib/mail/post-mail'
import { tellCrm } from '@/lib/sales/tell-crm'
import { traceparent } from '@/lib/observe/tracing'
import type { System } from '@/lib/system'
import { isTimeZone } from '@/lib/plant/time-zones'
import type { Analysis } from '@/lib/tools/analysis'

export const verificationHours = 24

export interface DemoForm {
  email: string
  industry: Industry
  source?: Record<string, string>
  /** IANA name, as the browser says it. */
  timeZone?: string
  /** From which the form was posted. */
  browser?: Browser
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
      await postMail(tx, now, { id: `again-${randomUUID()}`, template: live.state === 'stopped' ? 'stopped' : 'already-running', to: email, leaseId: live.id })
      return
    }
    const lead = await ensureLead(tx, { ...form, email }, now)
    if (form.browser) await linkVisitor(tx, form.browser, lead.id, now)
    const request = await openRequest(tx, { ...form, email }, token, now)
    await postMail(tx, now, { id: `verify-${request.id}-${hashToken(token).slice(0, 8)}`, template: 'verify', to: email, props: { token, industry: form.industry } })
    if (request.isNew) {
      await tellCrm(tx, now, { leadId: lead.id, type: 'lead.created' })
      await recordEngagement(tx, now, { kind: 'demo.requested', subject: lead.id, detail: { industry: form.industry, ...form.source } })
    }
  })
}

async function ensureLead(tx: Tx, { email, industry, source, timeZone }: DemoForm, now: Date) {
  const where = { tenantId_email: { tenantId: 'platform', email } }
  const said = { source: source?.utm_source, campaign: source?.utm_campaign, timeZone: timeZone && isTimeZone(timeZone) ? timeZone : undefined }
  const lead = await tx.lead.upsert({ where, create: { id: randomUUID(), email, createdAt: now, industry, companyKey: companyKeyOf(email), ...said }, update: {} })
  // What was said first stays; an older lead may not have been asked yet.
  if (lead.industry && lead.timeZone) return lead
  return tx.lead.update({ where, data: { industry: lead.industry ?? industry, timeZone: lead.timeZone ?? said.timeZone, companyKey: lead.companyKey ?? companyKeyOf(email) } })
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
