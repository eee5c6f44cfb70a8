import { createHash, hkdfSync } from 'node:crypto'
import { type Sent, standingAfter, verdictOn } from '@/lib/alarm/escalation/verdict'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db'
import { notThere, Refusal } from '@/lib/http/problem'
import { checkUrl, safeFetch } from '@/lib/http/safe-fetch'
import type { System } from '@/lib/system'
import { signWebhook } from '@/lib/telemetry/webhook-signature'

const platform = { tenantId: 'platform' }
/** Longer than an attempt takes: who has not said by then what became of it is dead, and another tries. */
const claimMs = 60_000

/** With which messages to the billing system are signed, as it keeps it: derived, so that no table holds it. */
export const billingSecret = (rootSecret: string, version: number): string =>
  `whsec_${Buffer.from(hkdfSync('sha256', rootSecret, 'millrace billing', String(version), 32)).toString('base64')}`

/** Says where closed months go from now on; the address must be reachable as webhooks of this installation are. @throws Refusal */
export async function setBillingWebhook(system: System, url: string, actor: string): Promise<{ secret: string }> {
  const checked = checkUrl(url, system.settings.privateWebhooks)
  if (!checked.ok) throw new Refusal(422, 'Not an address', `This address cannot be used: ${checked.why}.`)
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const data = { url, updatedAt: now, updatedBy: actor }
    const { secretVersion } = await tx.billingWebhook.upsert({ where: platform, create: data, update: { ...data, secretVersion: { increment: 1 } } })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'billing-webhook.set', subject: checked.url.host, detail: { secretVersion } })
    return { secret: billingSecret(system.settings.secret, secretVersion) }
  })
}

/** The same for every try of one sending; sending once more is another message. */
export const billingMessageId = (tenantId: string, month: string, sending: number): string =>
  `inv_${createHash('sha256').update(JSON.stringify([tenantId, month, sending])).digest('base64url').slice(0, 24)}`

export const queueInvoice = (tx: Tx, tenantId: string, month: string, id: string, now: Date): Promise<unknown> =>
  tx.billingDelivery.createMany({ data: [{ tenantId, id, month, nextAt: now }], skipDuplicates: true })

/** Sends a closed month once more, under an id of its own. @throws Refusal */
export async function sendInvoiceAgain(system: System, tenantId: string, month: string, actor: string): Promise<void> {
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    if (!(await tx.invoice.findUnique({ where: { tenantId_month: { tenantId, month } } }))) throw notThere()
    if (!(await tx.billingWebhook.findUnique({ where: platform }))) throw new Refusal(409, 'Not sent', 'There is no billing webhook. Set its address first.')
    const sent = await tx.billingDelivery.count({ where: { tenantId, month } })
    await queueInvoice(tx, tenantId, month, billingMessageId(tenantId, month, sent + 1), now)
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'invoice.sent-again', subject: tenantId, detail: { month } })
  })
}

/** Sends what is due, one after the other. @returns how many were tried. */
export async function sendInvoices(system: System): Promise<number> {
  for (let tried = 0; ; tried++) {
    const claimed = await claim(system)
    if (!claimed) return tried
    await mark(system, claimed, await send(system, claimed))
  }
}

type Claimed = NonNullable<Awaited<ReturnType<typeof claim>>>

const claim = (system: System) =>
  system.db.asOperator(async (tx) => {
    const now = system.clock.now()
    const [due] = await tx.$queryRaw<{ tenantId: string; id: string; month: string; attempts: number; keptInvoiceId: string | null }[]>`
      UPDATE billing_delivery SET attempts = attempts + 1, next_at = ${new Date(now.getTime() + claimMs)}::timestamptz
      WHERE (tenant_id, id) = (SELECT tenant_id, id FROM billing_delivery WHERE state = 'pending' AND next_at <= ${now}::timestamptz ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING tenant_id AS "tenantId", id, month, attempts, kept_invoice_id AS "keptInvoiceId"`
    const webhook = due && (await tx.billingWebhook.findUnique({ where: platform }))
    return due && { ...due, webhook: webhook ?? null, invoice: await billOf(tx, due) }
  })

const billOf = (tx: Tx, { tenantId, month, keptInvoiceId }: { tenantId: string; month: string; keptInvoiceId: string | null }): Promise<{ statement: string; sha256: string } | null> =>
  keptInvoiceId ? tx.keptInvoice.findUnique({ where: { tenantId_id: { tenantId, id: keptInvoiceId } } }) : tx.invoice.findUnique({ where: { tenantId_month: { tenantId, month } } })

/** Standard Webhooks 1.0. The body is the statement as it was closed: its SHA-256 is in the envelope. */
async function send(system: System, { id, webhook, invoice }: Claimed): Promise<Sent> {
  if (!webhook || !invoice) return { kind: 'never', why: 'The address or the closed month is gone.' }
  const now = system.clock.now()
  const seconds = Math.floor(now.getTime() / 1000)
  const body = JSON.stringify({ type: 'invoice.closed', timestamp: now.toISOString(), data: { sha256: invoice.sha256, invoice: JSON.parse(invoice.statement) } })
  const signature = signWebhook(billingSecret(system.settings.secret, webhook.secretVersion), id, seconds, Buffer.from(body))
  const headers = { 'content-type': 'application/json', 'user-agent': 'Millrace-Webhooks/1', 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature }
  return verdictOn(await safeFetch(webhook.url, { headers, body, privateNetworks: system.settings.privateWebhooks }), now)
}

async function mark(system: System, { tenantId, id, attempts }: Claimed, sent: Sent): Promise<void> {
  const now = system.clock.now()
  const after = standingAfter(sent, attempts, now)
  const data = after.state === 'delivered' ? { state: after.state, deliveredAt: now, lastError: null } : { state: after.state, lastError: after.why, ...(after.state === 'pending' && { nextAt: after.nextAt }) }
  await system.db.asOperator((tx) => tx.billingDelivery.updateMany({ where: { tenantId, id, state: 'pending' }, data }))
  if (after.state === 'failed') system.log.warn({ tenantId, message: id, attempts, why: after.why }, 'an invoice could not be sent')
}
