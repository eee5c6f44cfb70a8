import { createHash, randomBytes } from 'node:crypto'
import type { System } from '@/lib/system'
import { webhookSecret } from '@/lib/telemetry/webhook-signature'

/** How long the secret before the present one is still taken. */
export const rotationMs = 24 * 3_600_000

export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex')

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
  const apiKey = `mrk_${randomBytes(24).toString('base64url')}`
  await system.db.asOperator((tx) =>
    tx.ingestSource.create({ data: { tenantId, id, name, apiKeyHash: hashApiKey(apiKey), createdAt: system.clock.now(), createdBy } }),
  )
  return { id, apiKey, secret: webhookSecret(system.settings.secret, tenantId, id, 1) }
}
