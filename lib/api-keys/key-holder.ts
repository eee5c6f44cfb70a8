import type { HeldRole } from '@/lib/auth/capabilities'
import { hashApiKey, isApiKey } from '@/lib/auth/key-format'
import type { Person } from '@/lib/auth/person'
import { placesOf } from '@/lib/auth/places-of'
import type { System } from '@/lib/system'
import { isOn } from '@/lib/tenancy/features'
import { isClosed } from '@/lib/tenancy/tenant-life'

/** The last use is written down at most this often. */
const usedEveryMs = 60_000

/**
 * Whoever sends `Authorization: Bearer mrk_…`, as a caller with the rights of the key and nothing more; null for a key
 * that is mistyped, unknown, revoked, expired or of a tenant that is closed. Asked at each request.
 */
export async function findKeyHolder(system: System, authorization: string | null): Promise<Person | null> {
  const key = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (!key || !isApiKey(key)) return null
  const now = system.clock.now()
  const hash = hashApiKey(key)
  return system.db.asOperator(async (tx) => {
    const found = await tx.apiKey.findFirst({ where: { revokedAt: null, OR: [{ keyHash: hash }, { previousHash: hash, previousUntil: { gt: now } }] } })
    if (!found || (found.expiresAt && found.expiresAt <= now)) return null
    const { tenantId, id, name, shown, scopes, nodeId } = found
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } })
    if (!tenant || isClosed(tenant) || !isOn(tenant.features, 'api-access')) return null
    if (now.getTime() - (found.lastUsedAt?.getTime() ?? 0) > usedEveryMs) await tx.apiKey.updateMany({ where: { tenantId, id }, data: { lastUsedAt: now } })
    const roles: HeldRole[] = [{ role: scopes.includes('data.download') ? 'data_analyst' : 'viewer', nodeId }]
    return {
      accountId: id, tenantId, email: `API key ${shown}`, name, roles, places: await placesOf(tx, tenantId, roles, 'plant.view'),
      sessionHash: '', impersonation: null, preferences: {}, lease: null,
    }
  })
}
