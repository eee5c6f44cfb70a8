import { hkdfSync, randomBytes } from 'node:crypto'
import { seal } from '@/lib/adapters/objects/seal'
import { shownOf } from '@/lib/alarm/escalation/targets'
import { recordAudit } from '@/lib/audit/record'
import type { CrmTarget } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import { checkUrl } from '@/lib/http/safe-fetch'
import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'
import { dataKeyOf, ensureDataKey } from '@/lib/tenancy/data-key'

/** With which deliveries to this target are signed, as its receiver keeps it: derived, so that no table holds it. */
export function crmSecret(rootSecret: string, { id, secretVersion }: Pick<CrmTarget, 'id' | 'secretVersion'>): string {
  return `whsec_${Buffer.from(hkdfSync('sha256', rootSecret, 'millrace crm target', JSON.stringify([id, secretVersion]), 32)).toString('base64')}`
}

/** Adds a receiver; its secret is said here and not again. @throws Refusal that says what is wrong with the address. */
export async function addCrmTarget(system: System, { name, url }: { name: string; url: string }, actor: string): Promise<{ id: string; secret: string }> {
  const checked = checkUrl(url, system.settings.privateWebhooks)
  if (!checked.ok) throw new Refusal(422, 'Not an address', `This address cannot be used: ${checked.why}.`)
  const made = await ensureDataKey(system.db, system.keys, 'platform')
  const key = made.ok ? await dataKeyOf(system.db, system.keys, 'platform') : made
  if (!key.ok) throw new Refusal(503, 'No key', 'The key under which addresses are kept did not answer. Nothing was saved; try again in a minute.')
  const id = `crm_${randomBytes(9).toString('base64url')}`
  const address = shownOf(checked.url)
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    await tx.crmTarget.create({ data: { id, name, address, sealedUrl: new Uint8Array(seal(key.value, Buffer.from(checked.url.href))), createdAt: now, createdBy: actor } })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'crm-target.created', subject: id, detail: { name, address } })
  })
  return { id, secret: crmSecret(system.settings.secret, { id, secretVersion: 1 }) }
}

/** Off: quiet at once, also of what is being tried again. */
export async function switchCrmTarget(system: System, { id, on }: { id: string; on: boolean }, actor: string): Promise<void> {
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    const { count } = await tx.crmTarget.updateMany({ where: { id }, data: { disabledAt: on ? null : now, lastError: null } })
    if (count === 0) throw notThere()
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: on ? 'crm-target.enabled' : 'crm-target.disabled', subject: id })
  })
}

/** What could not be delivered is tried once more from the beginning, under the same id. */
export async function retryCrmDelivery(system: System, deliveryId: string, actor: string): Promise<void> {
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    const { count } = await tx.crmDelivery.updateMany({ where: { id: deliveryId, state: 'failed' }, data: { state: 'pending', attempts: 0, nextAt: now, lastError: null } })
    if (count === 0) throw new Refusal(409, 'Not failed', 'Only what could not be delivered is sent again.')
    await enqueue(tx, 'deliver-crm', { deliveryId }, { key: `crm ${deliveryId}` })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: 'crm-delivery.retried', subject: deliveryId })
  })
}
