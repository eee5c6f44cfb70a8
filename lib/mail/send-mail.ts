import type { Failure } from '@/lib/adapters/outcome'
import { signId } from '@/lib/auth/signed-id'
import { issueToken } from '@/lib/auth/token'
import { retainedUntil } from '@/lib/demo/decide'
import { firstPassword } from '@/lib/demo/part-drivers'
import { partFacts } from '@/lib/demo/part-list'
import type { Tx } from '@/lib/db'
import type { Lease, OutboxMail } from '@/lib/generated/prisma/client'
import { htmlOf, textOf } from '@/lib/mail/layout'
import type { MailTemplate } from '@/lib/mail/post-mail'
import { type MailFacts, mailTemplates } from '@/lib/mail/templates'
import { industryOf } from '@/lib/plant/stories'
import { type Industry, siteOf } from '@/lib/story/story'
import type { System } from '@/lib/system'

/**
 * Sends one mail of the outbox. Sent already, given up, or its plant gone meanwhile: does nothing. May run twice: the message
 * id makes the second one harmless. Refused for good, it is given up; otherwise the next sweep of the outbox tries again.
 */
export async function sendMail(system: System, mailId: string) {
  const prepared = await system.db.asOperator((tx) => prepare(system, tx, mailId))
  if (!prepared) return
  const { mail, facts } = prepared
  const content = mailTemplates[mail.template as MailTemplate](facts)
  const sent = await system.mail.send({
    id: mail.id,
    stream: 'transactional',
    to: mail.to,
    subject: content.subject,
    text: textOf(content),
    html: htmlOf(content),
    headers: { 'auto-submitted': 'auto-generated' },
    leaseId: mail.leaseId ?? undefined,
  })
  const now = system.clock.now()
  await system.db.asOperator((tx) =>
    tx.outboxMail.updateMany({
      where: { id: mail.id },
      // What the mail said (a verification token, say) is not kept here once it is on its way.
      data: sent.ok ? { sentAt: now, props: {}, lastError: null } : triedInVain(sent.failure, now),
    }),
  )
}

const triedInVain = ({ kind, message }: Failure, now: Date) => ({
  attempts: { increment: 1 },
  lastError: message,
  ...(kind === 'refused' && { givenUpAt: now, props: {} }),
})

async function prepare(system: System, tx: Tx, mailId: string): Promise<{ mail: OutboxMail; facts: MailFacts } | null> {
  const mail = await tx.outboxMail.findFirst({ where: { id: mailId, sentAt: null, givenUpAt: null } })
  if (!mail) return null
  const lease = mail.leaseId ? await tx.lease.findFirst({ where: { id: mail.leaseId } }) : null
  const aboutLiving = mail.template === 'welcome' || mail.template === 'reminder'
  if (aboutLiving && (!lease || !['ready', 'reminded'].includes(lease.state))) return null
  const props = mail.props as { token?: string; industry?: string; tenant?: string; inviter?: string; role?: string; place?: string; table?: string; rules?: string[]; promise?: string; words?: string; found?: string }
  const { portalUrl } = system.settings
  const industry = (lease ? industryOf(lease.industry) : (props.industry?.replaceAll('_', '-') as Industry)) ?? 'dairy'
  const site = siteOf(industry)
  return {
    mail,
    facts: {
      portalUrl,
      to: mail.to,
      owner: lease?.email ?? '',
      plant: site.name,
      hours: lease?.hours ?? system.settings.demoHours,
      deadline: lease?.deadlineAt ? sayMoment(lease.deadlineAt, site.timeZone) : '',
      invitation: { url: `${portalUrl}/invite/${props.token ?? ''}`, tenant: props.tenant ?? '', inviter: props.inviter ?? '', role: props.role ?? '', place: props.place ?? '' },
      quality: { tenant: props.tenant ?? '', table: props.table ?? '', rules: props.rules ?? [], url: `${portalUrl}/catalog/quality` },
      late: { tenant: props.tenant ?? '', promise: props.promise ?? '', words: props.words ?? '', found: props.found ?? '', url: `${portalUrl}/catalog/quality` },
      verifyUrl: `${portalUrl}/verify/${props.token ?? ''}`,
      signInUrl: mail.template === 'welcome' && lease ? `${portalUrl}/enter/${await signInToken(tx, lease)}` : `${portalUrl}/sign-in`,
      password: lease ? firstPassword(system, lease) : '',
      certificateUrl: `${portalUrl}/certificates/${lease?.id ?? ''}`,
      keepUrl: lease ? `${portalUrl}/keep/${signId(system.settings.secret, 'keep', lease.id)}` : portalUrl,
      retainedUntil: lease ? sayMoment(retainedUntil(lease), site.timeZone) : '',
      leadUrl: `${portalUrl}/sales/leads?lead=${lease?.leadId ?? ''}`,
      missing: lease ? await missingParts(tx, lease) : [],
    },
  }
}

const signInToken = (tx: Tx, lease: Lease) =>
  issueToken(tx, { tenantId: lease.name, accountId: lease.name, purpose: 'sign-in', expiresAt: lease.deadlineAt! })

async function missingParts(tx: Tx, lease: Lease): Promise<string[]> {
  const parts = await tx.leasePart.findMany({ where: { leaseId: lease.id, state: { not: 'up' } } })
  return parts.map(({ part }) => partFacts(part).label)
}

export const sayMoment = (at: Date, timeZone: string) =>
  `${new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(at)} (${timeZone})`
