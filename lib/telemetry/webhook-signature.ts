import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** How far the sender's clock may be off, in seconds (Standard Webhooks). */
export const toleranceSeconds = 300

export interface SignedHeaders {
  id?: string
  timestamp?: string
  signature?: string
}

/** Secret of an ingest source, as its sender keeps it: derived, so that no table holds it. */
export function webhookSecret(rootSecret: string, tenantId: string, sourceId: string, version: number): string {
  const key = hkdfSync('sha256', rootSecret, 'millrace ingest source', JSON.stringify([tenantId, sourceId, version]), 32)
  return `whsec_${Buffer.from(key).toString('base64')}`
}

const keyOf = (secret: string) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
const digestOf = (secret: string, id: string, timestamp: string, body: Buffer) => createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest()

/** `v1,…` over id, timestamp and the body as it is sent (compressed, if it is). Standard Webhooks 1.0. */
export const signWebhook = (secret: string, id: string, timestampSeconds: number, body: Buffer): string =>
  `v1,${digestOf(secret, id, String(timestampSeconds), body).toString('base64')}`

/** Null when one of the signatures was made with one of the secrets and the timestamp is near; else why not, for the sender. */
export function refuseSignature({ id, timestamp, signature }: SignedHeaders, body: Buffer, secrets: string[], nowMs: number): string | null {
  if (!id || !timestamp || !signature) return 'Send webhook-id, webhook-timestamp and webhook-signature.'
  const seconds = Number(timestamp)
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs / 1000 - seconds) > toleranceSeconds) return `webhook-timestamp is more than ${toleranceSeconds / 60} minutes off; check the sender's clock.`
  const given = signature.split(' ').flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []))
  const fits = secrets.some((secret) => {
    const expected = digestOf(secret, id, timestamp, body)
    return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected))
  })
  return fits ? null : 'webhook-signature does not fit the body: sign id.timestamp.body, as it is sent, with the secret of this source.'
}
