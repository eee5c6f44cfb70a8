import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { hashApiKey, newApiKey, shownOf } from '@/lib/auth/key-format'
import { type KeyOverlap, overlapEnd } from '@/lib/auth/key-overlap'
import { notThere, Refusal } from '@/lib/http/problem'
import { checkPlace } from '@/lib/people/roles'
import type { System } from '@/lib/system'

/** What a key may do, at its place and below. */
export const keyScopes = ['plant.view', 'data.download'] as const
export type KeyScope = (typeof keyScopes)[number]

export const scopeWords: Record<KeyScope, string> = { 'plant.view': 'read figures, trends and alarms', 'data.download': 'download tables and trends' }

const mostKeys = 100

export interface NewKey {
  name: string
  scopes: KeyScope[]
  nodeId: string
  /** Null: until it is revoked. */
  expiresAt: Date | null
}

/** Answers the key: it is shown once, and only its hash is kept. @throws Refusal 422 */
export async function createApiKey(system: System, tenantId: string, { name, scopes, nodeId, expiresAt }: NewKey, actor: string): Promise<string> {
  const now = system.clock.now()
  if (expiresAt && expiresAt <= now) throw new Refusal(422, 'Not valid', 'The key must expire in the future.')
  const key = newApiKey()
  await system.db.inTenant(tenantId, async (tx) => {
    await checkPlace(tx, tenantId, nodeId)
    if ((await tx.apiKey.count({ where: { revokedAt: null } })) >= mostKeys) throw new Refusal(422, 'Too many', `A tenant has at most ${mostKeys} keys. Revoke one that nobody uses.`)
    const id = randomUUID()
    await tx.apiKey.create({ data: { tenantId, id, name, shown: shownOf(key), keyHash: hashApiKey(key), scopes, nodeId, createdAt: now, createdBy: actor, expiresAt } })
    await recordAudit(tx, now, { tenantId, actor, action: 'api-key.created', subject: shownOf(key), detail: { name, scopes, place: nodeId || 'whole tenant', expiresAt: expiresAt?.toISOString() ?? null } })
  })
  return key
}

/** A new key in the place of the old one, which works for the overlap. Answers the new one. @throws Refusal 404 */
export async function rotateApiKey(system: System, tenantId: string, { id, overlap }: { id: string; overlap: KeyOverlap }, actor: string): Promise<string> {
  const now = system.clock.now()
  const key = newApiKey()
  await system.db.inTenant(tenantId, async (tx) => {
    await tx.$queryRaw`SELECT id FROM api_key WHERE id = ${id} FOR UPDATE`
    const old = await tx.apiKey.findFirst({ where: { id, revokedAt: null } })
    if (!old) throw notThere()
    const previousUntil = overlapEnd(overlap, now)
    await tx.apiKey.updateMany({ where: { id }, data: { keyHash: hashApiKey(key), shown: shownOf(key), previousHash: previousUntil && old.keyHash, previousUntil } })
    await recordAudit(tx, now, { tenantId, actor, action: 'api-key.rotated', subject: old.shown, detail: { new: shownOf(key), oldUntil: (previousUntil ?? now).toISOString() } })
  })
  return key
}

/** Refused on the next request, the key before it too. @throws Refusal 404 */
export async function revokeApiKey(system: System, tenantId: string, id: string, actor: string): Promise<void> {
  const now = system.clock.now()
  await system.db.inTenant(tenantId, async (tx) => {
    const key = await tx.apiKey.findFirst({ where: { id, revokedAt: null } })
    if (!key) throw notThere()
    await tx.apiKey.updateMany({ where: { id }, data: { revokedAt: now, previousHash: null, previousUntil: null } })
    await recordAudit(tx, now, { tenantId, actor, action: 'api-key.revoked', subject: key.shown, detail: { name: key.name } })
  })
}

export interface KeyRow {
  id: string
  name: string
  shown: string
  scopes: string[]
  place: string
  createdAt: string
  createdBy: string
  expiresAt: string | null
  lastUsedAt: string | null
  oldUntil: string | null
}

/** Keys that are not revoked, the newest first. */
export const listApiKeys = (system: System, tenantId: string): Promise<KeyRow[]> =>
  system.db.inTenant(tenantId, async (tx) => {
    const now = system.clock.now()
    const keys = await tx.apiKey.findMany({ where: { revokedAt: null }, orderBy: { createdAt: 'desc' } })
    const nodes = await tx.plantNode.findMany({ where: { id: { in: keys.map(({ nodeId }) => nodeId) } }, select: { id: true, name: true } })
    return keys.map(({ id, name, shown, scopes, nodeId, createdAt, createdBy, expiresAt, lastUsedAt, previousUntil }) => ({
      id, name, shown, scopes, createdBy,
      place: nodeId ? (nodes.find((node) => node.id === nodeId)?.name ?? `${nodeId} (gone)`) : 'whole plant',
      createdAt: createdAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null, lastUsedAt: lastUsedAt?.toISOString() ?? null,
      oldUntil: previousUntil && previousUntil > now ? previousUntil.toISOString() : null,
    }))
  })
