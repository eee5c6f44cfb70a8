import { randomBytes } from 'node:crypto'
import type { Keys } from '@/lib/adapters/keys/port'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import type { Database } from '@/lib/db'

/**
 * The tenant's data key (32 bytes). It is stored only wrapped; after the wrapping key is destroyed nobody unwraps it.
 */
export async function dataKeyOf(db: Database, keys: Keys, tenantId: string): Promise<Outcome<Buffer>> {
  const tenant = await db.asOperator((tx) => tx.tenant.findUnique({ where: { id: tenantId }, select: { wrappedDataKey: true } }))
  if (!tenant?.wrappedDataKey) return failed('refused', `${tenantId} has no data key`)
  return keys.unwrap(tenantId, Buffer.from(tenant.wrappedDataKey))
}

/** Gives the tenant a data key if it has none. Refused when there is one that its wrapping key no longer opens: what it sealed is lost. */
export async function ensureDataKey(db: Database, keys: Keys, tenantId: string): Promise<Outcome> {
  const tenant = await db.asOperator((tx) => tx.tenant.findUnique({ where: { id: tenantId }, select: { wrappedDataKey: true } }))
  if (!tenant) return failed('unavailable', `there is no tenant ${tenantId} yet`)
  if (tenant.wrappedDataKey) {
    const opened = await keys.unwrap(tenantId, Buffer.from(tenant.wrappedDataKey))
    return opened.ok ? done() : opened
  }
  const key = await keys.ensureKey(tenantId)
  if (!key.ok) return key
  const wrapped = await keys.wrap(tenantId, randomBytes(32))
  if (!wrapped.ok) return wrapped
  // Two that run at once: the first one's key stays.
  await db.asOperator((tx) =>
    tx.tenant.updateMany({ where: { id: tenantId, wrappedDataKey: null }, data: { wrappedDataKey: new Uint8Array(wrapped.value) } }),
  )
  return done()
}
