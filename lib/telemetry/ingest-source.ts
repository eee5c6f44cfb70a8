import { randomBytes } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { hashApiKey, newApiKey } from '@/lib/auth/key-format'
import { type KeyOverlap, overlapEnd } from '@/lib/auth/key-overlap'
import { notThere } from '@/lib/http/problem'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'
import { webhookSecret } from '@/lib/telemetry/webhook-signature'

/** How long the secret before the present one is still taken. */
export const rotationMs = 24 * 3_600_000

export interface NewSource {
  id: string
  /** Of the webhooks, `whsec_…`. */
  secret: string
  /** `mrk_…`, shown once: only its hash is kept. */
  apiKey: string
}

/** A source of readings with its signing secret and API key. */
export async function createSource(system: System, tenantId: string, name: string, createdBy: string): Promise<NewSource> {
  const id = `src_${randomBytes(9).toString('base64url')}`
  const apiKey = newApiKey()
  const now = system.clock.now()
  await system.db.inTenant(tenantId, async (tx) => {
    await tx.ingestSource.create({ data: { tenantId, id, name, apiKeyHash: hashApiKey(apiKey), createdAt: now, createdBy } })
    await recordAudit(tx, now, { tenantId, actor: createdBy, action: 'ingest-source.created', subject: id, detail: { name } })
  })
  return { id, apiKey, secret: webhookSecret(system.settings.secret, tenantId, id, 1) }
}

/**
 * A new signing secret; the one before is taken for another day, so that no sender falls silent while it is told. Of two
 * rotations within a day the first secret ends at once. @throws Refusal 404 for a source that is not there.
 */
export function rotateSecret(system: System, tenantId: string, id: string, by: string): Promise<{ secret: string; previousUntil: string }> {
  const now = system.clock.now()
  const previousUntil = new Date(now.getTime() + rotationMs)
  return system.db.inTenant(tenantId, async (tx) => {
    const [source] = await tx.ingestSource.updateManyAndReturn({ where: { id, disabledAt: null, standsIn: false }, data: { secretVersion: { increment: 1 }, previousUntil } })
    if (!source) throw notThere()
    await recordAudit(tx, now, { tenantId, actor: by, action: 'ingest-source.secret-rotated', subject: id, detail: { name: source.name, version: source.secretVersion } })
    return { secret: webhookSecret(system.settings.secret, tenantId, id, source.secretVersion), previousUntil: previousUntil.toISOString() }
  })
}

/**
 * A new API key, shown once, in the place of the old one, which sends for the overlap; of two rotations within it the
 * first key ends at once. @throws Refusal 404
 */
export async function rotateSourceKey(system: System, tenantId: string, { id, overlap }: { id: string; overlap: KeyOverlap }, actor: string): Promise<string> {
  const now = system.clock.now()
  const apiKey = newApiKey()
  const previousKeyUntil = overlapEnd(overlap, now)
  await system.db.inTenant(tenantId, async (tx) => {
    await tx.$queryRaw`SELECT id FROM ingest_source WHERE id = ${id} FOR UPDATE`
    const old = await tx.ingestSource.findFirst({ where: { id, disabledAt: null, standsIn: false } })
    if (!old) throw notThere()
    await tx.ingestSource.updateMany({ where: { id }, data: { apiKeyHash: hashApiKey(apiKey), previousApiKeyHash: previousKeyUntil && old.apiKeyHash, previousKeyUntil } })
    await recordAudit(tx, now, { tenantId, actor, action: 'ingest-source.key-rotated', subject: id, detail: { name: old.name, oldUntil: (previousKeyUntil ?? now).toISOString() } })
  })
  return apiKey
}

/** What it sends is refused from now on; what it sent stays. @throws Refusal 404 */
export async function disableSource(system: System, tenantId: string, id: string, actor: string): Promise<void> {
  const now = system.clock.now()
  await system.db.inTenant(tenantId, async (tx) => {
    const { count } = await tx.ingestSource.updateMany({ where: { id, disabledAt: null, standsIn: false }, data: { disabledAt: now } })
    if (count === 0) throw notThere()
    await recordAudit(tx, now, { tenantId, actor, action: 'ingest-source.disabled', subject: id })
  })
}

export interface SourceView {
  id: string
  name: string
  createdAt: string
  secretVersion: number
  /** Simulated sensors; nobody changes them. */
  standsIn: boolean
  /** Set while the secret before the present one is still taken. */
  previousUntil: string | null
  /** Set while the API key before the present one is still taken. */
  previousKeyUntil: string | null
}

export function listSources(system: System, reach: Reach): Promise<SourceView[]> {
  const now = system.clock.now()
  return system.db.inTenant(reach, async (tx) => {
    const sources = await tx.ingestSource.findMany({ where: { disabledAt: null }, orderBy: { createdAt: 'asc' } })
    const stillAhead = (until: Date | null) => (until && until > now ? until.toISOString() : null)
    return sources.map(({ id, name, createdAt, secretVersion, previousUntil, previousKeyUntil, standsIn }) => ({
      id, name, createdAt: createdAt.toISOString(), secretVersion, standsIn,
      previousUntil: stillAhead(previousUntil), previousKeyUntil: stillAhead(previousKeyUntil),
    }))
  })
}

/** A signal to show in an example: one with a high limit, so that somebody can see an alarm. */
export const sampleSignal = (system: System, reach: Reach): Promise<{ id: string; unit: string; highLimit: number | null } | null> =>
  system.db.inTenant(reach, (tx) => tx.signal.findFirst({ orderBy: [{ highLimit: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }], select: { id: true, unit: true, highLimit: true } }))
