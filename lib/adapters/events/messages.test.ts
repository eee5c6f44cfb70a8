import { describe, expect, it } from 'vitest'
import { outgoingOf, recordOf } from '@/lib/adapters/events/messages'
import { readEvents, type PlantNames } from '@/lib/telemetry/events/read-events'
import type { IngestRecord } from '@/lib/telemetry/record'

const now = Date.parse('2026-11-26T12:00:00Z')
const base: IngestRecord = { tenantId: 'a', sourceId: 'press', webhookId: 'w-1', sha256: 'abc', receivedAt: now, status: 202, answer: { accepted: 1 }, groups: [], refused: [] }
const names: PlantNames = { places: new Map([['line-1', { level: 'line', lineId: null }], ['mixer', { level: 'equipment', lineId: 'line-1' }]]), reasons: new Set(['jam']), products: new Set(['milk']) }

const back = (record: IngestRecord) => outgoingOf(record).map(({ schema, value, delivery }) => recordOf(schema, value, delivery))

describe('a request as records of a stream', () => {
  it('keeps the readings of a signal together and in order, under a key of their own', () => {
    const sent = outgoingOf({ ...base, groups: [{ signal: 'x', t: [1, 2], v: [3, 4] }, { signal: 'y', t: [5], v: [6] }] })
    expect(sent.map(({ topic, key }) => [topic, key])).toEqual([['readings', '["a","x"]'], ['readings', '["a","y"]']])
    expect(sent[0]!.value).toMatchObject({ t: [1, 2], v: [3, 4] })
  })
  it('splits what is larger than a broker takes, without losing a reading', () => {
    const t = Array.from({ length: 50_001 }, (_, i) => i)
    const sent = outgoingOf({ ...base, groups: [{ signal: 'x', t, v: t }] })
    expect(sent.map(({ value }) => (value.t as number[]).length)).toEqual([20_000, 20_000, 10_001])
    expect(sent.flatMap(({ value }) => value.t as number[])).toEqual(t)
  })
  it('carries the answer of the request once', () => {
    const [first, second] = back({ ...base, groups: [{ signal: 'x', t: [1], v: [2] }, { signal: 'y', t: [1], v: [2] }] })
    expect(first).toMatchObject({ webhookId: 'w-1', sha256: 'abc', status: 202, answer: { accepted: 1 } })
    expect(second!.webhookId).toBeNull()
  })
  it('gives every type of event back as it was', () => {
    const said = [
      { type: 'count', t: now, line: 'line-1', run: 'r', product: 'milk', total: 10, reject: 1 },
      { type: 'run', t: now, line: 'line-1', run: 'r', product: 'milk', idealRatePerMinute: 60 },
      { type: 'stop', t: now, stop: 's', line: 'line-1', reason: 'jam', note: 'again' },
      { type: 'state', t: now, equipment: 'mixer', state: 'down', reason: 'jam' },
      { type: 'lab-result', t: now, sample: 's', place: 'line-1', analyte: 'fat', value: 3.5, unit: '%', usl: 4 },
      { type: 'maintenance', t: now, entry: 'e', place: 'mixer', kind: 'corrective', title: 'Bearing' },
    ]
    const { events, refused } = readEvents(said, names, now)
    expect(refused).toEqual([])
    const records = back({ ...base, events })
    expect(records).toHaveLength(said.length)
    events.forEach((event, i) => expect(records[i]!.events![0]).toMatchObject(event))
  })
  it('keeps what was refused, and makes nothing of the clock', () => {
    const refused = [{ index: 0, code: 'bad_time' as const, message: 'no time', raw: { signal: 'x' } }]
    expect(back({ ...base, refused })[0]).toMatchObject({ tenantId: 'a', refused })
    expect(recordOf('sensor-telemetry', { tenantId: '', signalId: '', sourceId: '', receivedAt: now, t: [], v: [] }, undefined)).toBeNull()
  })
})
