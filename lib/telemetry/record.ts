import type { PlantEvent } from '@/lib/telemetry/events/read-events'
import type { RefusedReading } from '@/lib/telemetry/read-batch'

/** Readings of one signal, as they came: epoch milliseconds and values. */
export interface RecordedGroup {
  signal: string
  t: ArrayLike<number>
  v: ArrayLike<number>
}

/** One request that was taken: what the journal holds of it. */
export interface IngestRecord {
  tenantId: string
  sourceId: string
  /** Null when the sender gave none (API key): then the readings alone make a repeat harmless. */
  webhookId: string | null
  sha256: string
  receivedAt: number
  status: number
  answer: object
  groups: RecordedGroup[]
  /** Of a body of events; then there are no groups. */
  events?: PlantEvent[]
  refused: RefusedReading[]
}

/** Header as JSON, then all times and all values as 64-bit floats: a third of JSON's bytes and a tenth of its work. */
export function encodeRecord(record: IngestRecord): Buffer {
  const { groups, ...rest } = record
  const header = Buffer.from(JSON.stringify({ ...rest, groups: groups.map(({ signal, t }) => [signal, t.length]) }))
  const count = groups.reduce((sum, { t }) => sum + t.length, 0)
  const numbers = new Float64Array(2 * count)
  let at = 0
  for (const { t } of groups) for (let i = 0; i < t.length; i++) numbers[at++] = t[i]!
  for (const { v } of groups) for (let i = 0; i < v.length; i++) numbers[at++] = v[i]!
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  return Buffer.concat([length, header, Buffer.from(numbers.buffer)])
}

export function decodeRecord(bytes: Buffer): IngestRecord {
  const end = 4 + bytes.readUInt32LE(0)
  const header = JSON.parse(bytes.toString('utf8', 4, end)) as Omit<IngestRecord, 'groups'> & { groups: [string, number][] }
  // Copied: a view must begin at a multiple of eight.
  const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset + end, bytes.byteOffset + bytes.length))
  const half = numbers.length / 2
  let at = 0
  const groups = header.groups.map(([signal, count]) => {
    const group = { signal, t: numbers.subarray(at, at + count), v: numbers.subarray(half + at, half + at + count) }
    at += count
    return group
  })
  return { ...header, groups }
}
