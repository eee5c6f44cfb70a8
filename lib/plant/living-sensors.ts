import { createHmac } from 'node:crypto'
import type { Tx } from '@/lib/db'
import type { BeatReading } from '@/lib/plant/play-story'
import type { System } from '@/lib/system'
import { hashApiKey } from '@/lib/auth/key-format'

const deadlineMs = 5000

/** Derived, so that no table and no file holds it. */
const apiKeyOf = (secret: string, tenantId: string) => `mrk_${createHmac('sha256', secret).update(`living sensors ${tenantId}`).digest('base64url')}`

/** What the simulated sensors of a demo plant send as; the gateway knows it a moment later. */
export const ensureLivingSource = (tx: Tx, secret: string, tenantId: string, now: Date) => tx.$executeRaw`
  INSERT INTO ingest_source AS s (tenant_id, id, name, api_key_hash, created_at, created_by, stands_in)
  VALUES (${tenantId}, ${`living-${tenantId}`}, 'Simulated sensors', ${hashApiKey(apiKeyOf(secret, tenantId))}, ${now}, 'millrace', true)
  ON CONFLICT (tenant_id, id) DO UPDATE SET stands_in = true WHERE NOT s.stands_in`

/**
 * Sends what the simulated sensors read, by the way that every sensor takes. @throws when the gateway does not take it:
 * then the readings of this beat are missing, as those of a sensor that is cut off.
 */
export async function sendBeat({ settings }: System, tenantId: string, at: Date, readings: BeatReading[]): Promise<void> {
  if (readings.length === 0) return
  const response = await fetch(`${settings.gatewayUrl}/v1/readings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKeyOf(settings.secret, tenantId)}`, 'content-type': 'application/json' },
    body: JSON.stringify(readings.map((reading) => ({ ...reading, t: at.getTime() }))),
    signal: AbortSignal.timeout(deadlineMs),
  })
  if (!response.ok) throw new Error(`the gateway answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
  await response.arrayBuffer()
}
