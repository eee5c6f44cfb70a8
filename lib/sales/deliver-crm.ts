import { unseal } from '@/lib/adapters/objects/seal'
import { type Sent, standingAfter, verdictOn } from '@/lib/alarm/escalation/verdict'
import type { Tx } from '@/lib/db'
import type { CrmDelivery, CrmTarget } from '@/lib/generated/prisma/client'
import { safeFetch } from '@/lib/http/safe-fetch'
import { enqueue } from '@/lib/queue/enqueue'
import { crmPayload } from '@/lib/sales/crm-payload'
import { crmSecret } from '@/lib/sales/crm-targets'
import type { System } from '@/lib/system'
import { signWebhook } from '@/lib/telemetry/webhook-signature'
import { dataKeyOf } from '@/lib/tenancy/data-key'

/** Longer than an attempt may take: who has not said by then what became of it is dead. */
const claimMs = 60_000

/**
 * One attempt, of ten seconds at most, and the next one as a job of its own: a receiver that hangs holds up nobody. It may
 * arrive twice; `webhook-id` says that it is the same.
 */
export async function deliverCrm(system: System, deliveryId: string): Promise<void> {
  const claimed = await claim(system, deliveryId)
  if (!claimed) return
  const { delivery, target, body } = claimed
  const after = standingAfter(await post(system, target, delivery, body), delivery.attempts, system.clock.now())
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    const done = after.state === 'delivered'
    const data = done ? { state: after.state, deliveredAt: now, lastError: null } : { state: after.state, lastError: after.why, ...(after.state === 'pending' && { nextAt: after.nextAt }) }
    await tx.crmDelivery.updateMany({ where: { id: deliveryId, state: 'pending' }, data })
    await tx.crmTarget.updateMany({ where: { id: target.id }, data: done ? { lastDeliveredAt: now, lastError: null } : { lastError: after.why } })
    if (after.state === 'pending') await enqueue(tx, 'deliver-crm', { deliveryId }, { key: `wake crm ${deliveryId}`, runAt: after.nextAt })
  })
}

/** Takes it for a minute; of two workers one gets it. A job stays behind for the case that this worker dies. */
function claim(system: System, deliveryId: string): Promise<{ delivery: CrmDelivery; target: CrmTarget; body: object } | null> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const until = new Date(now.getTime() + claimMs)
    const { count } = await tx.crmDelivery.updateMany({ where: { id: deliveryId, state: 'pending', nextAt: { lte: now } }, data: { nextAt: until, attempts: { increment: 1 } } })
    if (count === 0) return null
    const delivery = await tx.crmDelivery.findFirstOrThrow({ where: { id: deliveryId } })
    const target = await tx.crmTarget.findFirst({ where: { id: delivery.targetId, disabledAt: null } })
    if (!target) return drop(tx, deliveryId, 'The target is switched off.')
    await enqueue(tx, 'deliver-crm', { deliveryId }, { key: `wake crm ${deliveryId}`, runAt: until })
    return { delivery, target, body: await crmPayload(tx, delivery, now, system.settings.portalUrl) }
  })
}

async function drop(tx: Tx, id: string, lastError: string): Promise<null> {
  await tx.crmDelivery.updateMany({ where: { id }, data: { state: 'failed', lastError } })
  return null
}

async function post(system: System, target: CrmTarget, { id }: CrmDelivery, body: object): Promise<Sent> {
  const key = await dataKeyOf(system.db, system.keys, 'platform')
  const opened = key.ok ? unseal(key.value, Buffer.from(target.sealedUrl)) : key
  if (!opened.ok) return { kind: 'again', why: 'The key under which addresses are kept did not answer.' }
  const now = system.clock.now()
  const text = JSON.stringify(body)
  const seconds = Math.floor(now.getTime() / 1000)
  const signature = signWebhook(crmSecret(system.settings.secret, target), id, seconds, Buffer.from(text))
  const headers = { 'content-type': 'application/json', 'user-agent': 'Millrace-Webhooks/1', 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature }
  return verdictOn(await safeFetch(opened.value.toString('utf8'), { headers, body: text, privateNetworks: system.settings.privateWebhooks }), now)
}
