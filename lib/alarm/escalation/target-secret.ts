import { hkdfSync } from 'node:crypto'

/** How long it is signed with the secret before the present one too. */
export const targetRotationMs = 24 * 3_600_000

/** With which a webhook to this target is signed, as its receiver keeps it: derived, so that no table holds it. */
export function targetSecret(rootSecret: string, tenantId: string, targetId: string, version: number): string {
  const key = hkdfSync('sha256', rootSecret, 'millrace alarm target', JSON.stringify([tenantId, targetId, version]), 32)
  return `whsec_${Buffer.from(key).toString('base64')}`
}
