import { randomBytes } from 'node:crypto'
import { seal } from '@/lib/adapters/objects/seal'
import { findReader } from '@/lib/alarm/escalation/send-message'
import { targetRotationMs, targetSecret } from '@/lib/alarm/escalation/target-secret'
import { recordAudit } from '@/lib/audit/record'
import type { Person } from '@/lib/auth/person'
import type { AlarmTargetKind } from '@/lib/generated/prisma/client'
import { notThere, Refusal } from '@/lib/http/problem'
import { checkUrl } from '@/lib/http/safe-fetch'
import type { System } from '@/lib/system'
import { dataKeyOf, ensureDataKey } from '@/lib/tenancy/data-key'

export interface NewTarget {
  name: string
  kind: AlarmTargetKind
  /** A person's mail address, or a URL. */
  address: string
}

/** A signing secret is said here and when it is replaced, and not again; only webhooks have one. */
export interface TargetMade {
  id: string
  name: string
  secret: string | null
}

const mostTargets = 20

/**
 * Adds somebody to be told. Mail goes to people of the plant alone, so that nobody is written to who did not ask for it;
 * a URL must lead to the public Internet and is kept under the plant's key.
 * @throws Refusal 422 that says what is wrong with the address.
 */
export async function addTarget(system: System, person: Person, { name, kind, address }: NewTarget): Promise<TargetMade> {
  const { tenantId } = person
  const place = kind === 'mail' ? await mailPlace(system, tenantId, address) : await urlPlace(system, tenantId, address)
  const id = `tgt_${randomBytes(9).toString('base64url')}`
  const now = system.clock.now()
  await system.db.inTenant(tenantId, async (tx) => {
    if ((await tx.alarmTarget.count()) >= mostTargets) throw new Refusal(422, 'Too many', `A plant has at most ${mostTargets} targets. Use one of those that there are.`)
    await tx.alarmTarget.create({ data: { tenantId, id, name, kind, ...place, createdAt: now, createdBy: person.email, enabledAt: now } })
    await recordAudit(tx, now, { tenantId, actor: person.email, action: 'alarm-target.created', subject: id, detail: { name, kind, address: place.address } })
  })
  return { id, name, secret: kind === 'webhook' ? targetSecret(system.settings.secret, tenantId, id, 1) : null }
}

async function mailPlace(system: System, tenantId: string, address: string) {
  const reader = await findReader(system, tenantId, address)
  if (!reader) throw new Refusal(422, 'Not a person of this plant', `Mail goes to people of this plant only, and ${address} belongs to none of them.`)
  return { address: reader }
}

async function urlPlace(system: System, tenantId: string, address: string) {
  const checked = checkUrl(address, system.settings.privateWebhooks)
  if (!checked.ok) throw new Refusal(422, 'Not an address', `This address cannot be used: ${checked.why}.`)
  const made = await ensureDataKey(system.db, system.keys, tenantId)
  const key = made.ok ? await dataKeyOf(system.db, system.keys, tenantId) : made
  if (!key.ok) throw new Refusal(503, 'No key', 'The key under which addresses are kept did not answer. Nothing was saved; try again in a minute.')
  return { address: shownOf(checked.url), sealedUrl: new Uint8Array(seal(key.value, Buffer.from(checked.url.href))) }
}

/** Enough to know it again; who sees it cannot post there. */
export const shownOf = ({ protocol, host, pathname, search }: URL) => {
  const secret = `${pathname.slice(1)}${search}`
  return `${protocol === 'http:' ? 'http://' : ''}${host}${secret.length > 8 ? `/…${secret.slice(-4)}` : ''}`
}

/** Off: quiet at once, also of what is being tried again. On: told of what is decided from now on. */
export function switchTarget(system: System, person: Person, { targetId, on }: { targetId: string; on: boolean }): Promise<void> {
  const now = system.clock.now()
  return change(system, person, targetId, on ? 'alarm-target.enabled' : 'alarm-target.disabled', on ? { disabledAt: null, enabledAt: now, lastError: null } : { disabledAt: now })
}

/** The secret before it signs too for a day, so that the receiver is changed over at leisure. */
export async function rotateTargetSecret(system: System, person: Person, { targetId }: { targetId: string }): Promise<TargetMade> {
  const { tenantId } = person
  const target = await system.db.inTenant(tenantId, (tx) => tx.alarmTarget.findFirst({ where: { id: targetId, kind: 'webhook' } }))
  if (!target) throw notThere()
  const previousUntil = new Date(system.clock.now().getTime() + targetRotationMs)
  await change(system, person, targetId, 'alarm-target.secret-rotated', { secretVersion: { increment: 1 }, previousUntil })
  const { secretVersion } = await system.db.inTenant(tenantId, (tx) => tx.alarmTarget.findFirstOrThrow({ where: { id: targetId } }))
  return { id: targetId, name: target.name, secret: targetSecret(system.settings.secret, tenantId, targetId, secretVersion) }
}

interface TargetChange {
  disabledAt?: Date | null
  enabledAt?: Date
  lastError?: null
  secretVersion?: { increment: number }
  previousUntil?: Date
}

function change(system: System, { tenantId, email }: Person, targetId: string, action: string, data: TargetChange): Promise<void> {
  const now = system.clock.now()
  return system.db.inTenant(tenantId, async (tx) => {
    const { count } = await tx.alarmTarget.updateMany({ where: { id: targetId }, data })
    if (count === 0) throw notThere()
    await recordAudit(tx, now, { tenantId, actor: email, action, subject: targetId })
  })
}
