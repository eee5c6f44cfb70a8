import type { System } from '@/lib/system'
import { createSource } from '@/lib/telemetry/ingest-source'

/** What one facility sends: 10 TB a month at 200 bytes a reading. */
export const facilityRate = 19_500
export const signalsPerFacility = 1950
const readingsHz = 10
/** An edge gateway of the plant sends the readings of this many signals in one request. */
export const signalsPerSender = 50
export const sendersPerFacility = signalsPerFacility / signalsPerSender

/** One sender of readings: who signs, and of which signals. */
export interface Sender {
  tenantId: string
  sourceId: string
  secret: string
  signals: string[]
}

export const signalName = (i: number) => `area-${1 + Math.floor(i / 500)}/line-${1 + (Math.floor(i / 50) % 10)}/t${String(i).padStart(4, '0')}`

/** Milliseconds between two readings of a signal that sends `speed` times as many as usual. */
export const intervalMs = (speed: number) => 1000 / (readingsHz * speed)

/** A calm signal, three digits after the point, as a sensor sends it. It passes the limit of its rule about once in 100,000 readings. */
export function valueAt(signal: number, step: number): number {
  const noise = ((signal * 7919 + step * 104_729) % 100_003) / 100_003
  return Math.round((60 + 20 * Math.sin((signal + step) / 37) + (noise > 0.99999 ? 60 : noise)) * 1000) / 1000
}

const threshold = { kind: 'threshold', settings: { direction: 'high', limit: 100, deadband: 2 } } as const
/** One of these beside the limit on every tenth signal. */
const others = [
  { kind: 'rate', settings: { direction: 'rise', perMinute: 1e6, overSeconds: 10 } },
  { kind: 'z_score', settings: { points: 20, sigmas: 50, leastSigma: 1 } },
  { kind: 'stale', settings: { afterSeconds: 60 } },
  { kind: 'spc', settings: { centre: 60, sigma: 50, rules: [1, 2] } },
] as const
export const rulesPerFacility = signalsPerFacility * 1.1

/** A plant with its signals, a limit on each, further rules on every tenth, and one source with as many senders as it has edge gateways. */
export async function foundFacility(system: System, tenantId: string): Promise<Sender[]> {
  const names = Array.from({ length: signalsPerFacility }, (_, i) => signalName(i))
  const rule = (signalId: string, id: string, of: (typeof others)[number] | typeof threshold) => ({ tenantId, id, name: `${signalId} ${of.kind}`, signalId, ...of, priority: 2, updatedAt: new Date(), updatedBy: 'bench' })
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id: tenantId, kind: 'customer', name: tenantId, timeZone: 'UTC' } })
    await tx.plantNode.create({ data: { tenantId, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
    await tx.signal.createMany({ data: names.map((id) => ({ tenantId, id, nodeId: 'site', name: id, unit: '°C', decimals: 1, expectedIntervalSeconds: 1, quantity: 'temperature' as const })) })
    await tx.alarmRule.createMany({ data: names.map((id, i) => rule(id, `limit-${i}`, threshold)) })
    await tx.alarmRule.createMany({ data: names.filter((_, i) => i % 10 === 0).map((id, i) => rule(id, `other-${i}`, others[i % others.length]!)) })
  })
  const { id: sourceId, secret } = await createSource(system, tenantId, 'edge', 'bench')
  return Array.from({ length: sendersPerFacility }, (_, i) => ({ tenantId, sourceId, secret, signals: names.slice(i * signalsPerSender, (i + 1) * signalsPerSender) }))
}
