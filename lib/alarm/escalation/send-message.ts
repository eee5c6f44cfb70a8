import { withDeadline } from '@/lib/adapters/outcome'
import { unseal } from '@/lib/adapters/objects/seal'
import type { Message } from '@/lib/alarm/escalation/message'
import { alarmMail, slackPayload, teamsPayload, webhookPayload } from '@/lib/alarm/escalation/payloads'
import { targetSecret } from '@/lib/alarm/escalation/target-secret'
import { type Sent, verdictOn } from '@/lib/alarm/escalation/verdict'
import type { AlarmTarget } from '@/lib/generated/prisma/client'
import { safeFetch, usualDeadlineMs } from '@/lib/http/safe-fetch'
import { htmlOf, textOf } from '@/lib/mail/layout'
import type { System } from '@/lib/system'
import { signWebhook } from '@/lib/telemetry/webhook-signature'
import { dataKeyOf } from '@/lib/tenancy/data-key'

/** One attempt, of ten seconds at most. It may arrive twice; the id says that it is the same. */
export function sendMessage(system: System, target: AlarmTarget, message: Message): Promise<Sent> {
  return target.kind === 'mail' ? mail(system, target, message) : post(system, target, message)
}

async function mail(system: System, { tenantId, address }: AlarmTarget, message: Message): Promise<Sent> {
  const reader = await findReader(system, tenantId, address)
  if (!reader) return { kind: 'never', why: `${address} is no longer an address of a person of this plant.` }
  const content = alarmMail(message)
  const leaseId = await system.db.asOperator((tx) => tx.lease.findUnique({ where: { name: tenantId }, select: { id: true } }))
  const sent = await withDeadline(usualDeadlineMs, () =>
    system.mail.send({
      id: message.id,
      stream: 'transactional',
      to: reader,
      subject: content.subject,
      text: textOf(content),
      html: htmlOf(content),
      headers: { 'auto-submitted': 'auto-generated' },
      leaseId: leaseId?.id,
    }),
  )
  if (sent.ok) return { kind: 'delivered' }
  const why = `The mail system said: ${sent.failure.message}.`
  return sent.failure.kind === 'refused' ? { kind: 'never', why } : { kind: 'again', why }
}

/** The address as its person writes it, or null: mail goes to people of the plant and to nobody else. */
export const findReader = (system: System, tenantId: string, address: string): Promise<string | null> =>
  system.db.inTenant(tenantId, async (tx) => {
    const account = await tx.account.findFirst({ where: { status: 'active', email: { equals: address, mode: 'insensitive' } }, select: { email: true } })
    return account?.email ?? null
  })

async function post(system: System, target: AlarmTarget, message: Message): Promise<Sent> {
  const url = await openUrl(system, target)
  if (!url) return { kind: 'never', why: 'The address cannot be read any more: the key of this plant is gone.' }
  const now = system.clock.now()
  const body = JSON.stringify(target.kind === 'slack' ? slackPayload(message) : target.kind === 'teams' ? teamsPayload(message) : webhookPayload(message, now))
  const headers = { 'content-type': 'application/json', 'user-agent': 'Millrace-Webhooks/1', ...(target.kind === 'webhook' && signed(system, target, message.id, body, now)) }
  return verdictOn(await safeFetch(url, { headers, body, privateNetworks: system.settings.privateWebhooks }), now)
}

async function openUrl(system: System, { tenantId, sealedUrl }: AlarmTarget): Promise<string | null> {
  const key = sealedUrl && (await dataKeyOf(system.db, system.keys, tenantId))
  if (!key || !key.ok) return null
  const opened = unseal(key.value, Buffer.from(sealedUrl))
  return opened.ok ? opened.value.toString('utf8') : null
}

/** Standard Webhooks 1.0; while a secret is being replaced, with both. */
function signed(system: System, { tenantId, id: targetId, secretVersion, previousUntil }: AlarmTarget, id: string, body: string, now: Date): Record<string, string> {
  const seconds = Math.floor(now.getTime() / 1000)
  const versions = previousUntil && previousUntil > now && secretVersion > 1 ? [secretVersion, secretVersion - 1] : [secretVersion]
  const signatures = versions.map((version) => signWebhook(targetSecret(system.settings.secret, tenantId, targetId, version), id, seconds, Buffer.from(body)))
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') }
}
