import { zstdCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { intervalMs, signalName, signalsPerFacility, valueAt } from '@/bench/telemetry/facility'
import { AvroCodec } from '@/lib/adapters/events/avro-codec'
import { outgoingOf } from '@/lib/adapters/events/messages'
import { capacityStart } from '@/lib/tools/capacity/request'

const readingsEach = 10
/** As many bytes as a producer sends together unless told otherwise. */
const batchBytes = 16_384

/** A second of a facility, as the gateway writes it: records by signal in Avro, batches of them in zstd. */
async function bytesOfAReading(): Promise<number> {
  const registry = { register: async () => 1, schemaOf: async () => '' } as unknown as ConstructorParameters<typeof AvroCodec>[0]
  const codec = new AvroCodec(registry, '')
  await codec.open(['sensor-telemetry'])
  const now = Date.parse('2026-11-26T12:00:00Z')
  const groups = Array.from({ length: signalsPerFacility }, (_, signal) => ({
    signal: signalName(signal),
    t: Array.from({ length: readingsEach }, (_, step) => now + step * intervalMs(1)),
    v: Array.from({ length: readingsEach }, (_, step) => valueAt(signal, step)),
  }))
  const records = outgoingOf({ tenantId: 'customer', sourceId: 'edge', webhookId: null, sha256: '', receivedAt: now, status: 202, answer: {}, groups, refused: [] })
  const bytes = Buffer.concat(records.map(({ key, schema, value }) => Buffer.concat([Buffer.from(key), codec.encode(schema, value)])))
  let sent = 0
  for (let at = 0; at < bytes.length; at += batchBytes) sent += zstdCompressSync(bytes.subarray(at, at + batchBytes)).length
  return sent / (signalsPerFacility * readingsEach)
}

it('plans on far less compression than the gateway’s own encoding gives the bench’s signals: 5.3 bytes of a reading', async () => {
  const bytes = await bytesOfAReading()
  expect(Math.abs(bytes - 5.3)).toBeLessThan(0.5)
  expect(capacityStart.bytesPerReading / bytes).toBeGreaterThan(5 * capacityStart.wireRatio)
})
