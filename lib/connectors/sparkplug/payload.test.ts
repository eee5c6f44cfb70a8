import { describe, expect, it } from 'vitest'
import { metricNumber } from '@/lib/connectors/sparkplug/metric-number'
import { datatype, decodePayload, encodePayload } from '@/lib/connectors/sparkplug/payload'

/** Written by Eclipse Tahu's own encoder (sparkplug-payload 1.0.3), not by ours. */
const tahuBirth =
  'CIDQ37SrMxILCgViZFNlcSAEWAcSFgoEVGVtcBABGIHQ37SrMyAJZQAArEESGQoGQ291bnQ4EAIYgtDftKszIAFQ+////w8SEQoHQ291bnQxNiACUNT9//8PEhEKB0NvdW50MzIgA1CQ3fv/DxIWCgdDb3VudDY0IARYgYCAgICAgPD/ARIQCgNCaWcgCFiBgICAgICAEBINCgNVMzIgB1j/////DxISCgVMZXZlbCAKaZqZmZmZmbk/EgoKBFJ1bnMgC3ABEg0KBlJlY2lwZSAMegFBEgsKBUVtcHR5IAo4ARIZCgNPbGQY8IHftKszIAooAWkAAAAAAAAAQBIWCgdQYXNzaW5nIAowAWkAAAAAAAAIQBIiCgRQb29yIApKDwoHUXVhbGl0eRIECAMYAGkAAAAAAAAQQBj/AQ=='
const tahuData = 'COjX37SrMxIQEAEY59fftKszIAllAACwQRgB'
const tahuZeros = 'CIDQ37SrMxINCgNvZmYQABgBIAtwABIKCgR6ZXJvIANQABIRCgRub25lIAppAAAAAAAAAAASCgoEd2lkZSAEWAAYAA=='

const birth = decodePayload(Buffer.from(tahuBirth, 'base64'))
const metricOf = (name: string) => birth.metrics.find((metric) => metric.name === name)!

describe('a Sparkplug payload', () => {
  it('is read as another implementation wrote it', () => {
    expect(birth).toMatchObject({ timestamp: 1_764_000_000_000, seq: 255 })
    expect(birth.metrics).toHaveLength(15)
    expect(metricOf('Temp')).toMatchObject({ alias: 1n, timestamp: 1_764_000_000_001, datatype: datatype.Float })
    expect(metricOf('Old')).toMatchObject({ isHistorical: true, timestamp: 1_763_999_990_000 })
    expect(metricOf('Passing').isTransient).toBe(true)
    expect(decodePayload(Buffer.from(tahuData, 'base64'))).toMatchObject({ seq: 1, metrics: [{ name: undefined, alias: 1n, timestamp: 1_764_000_000_999, value: { kind: 'real', value: 22 } }] })
  })

  it.each([
    ['bdSeq', 7], ['Temp', 21.5], ['Count8', -5], ['Count16', -300], ['Count32', -70_000], ['Count64', -9_007_199_254_740_991],
    ['Big', 9_007_199_254_740_992], ['U32', 4_294_967_295], ['Level', 0.1], ['Runs', 1],
  ])('%s is the number %d', (name, v) => {
    expect(metricNumber(metricOf(name), metricOf(name).datatype)).toEqual({ kind: 'number', v })
  })

  it.each([['Recipe', 'text or structure'], ['Empty', 'null'], ['Poor', 'bad quality']])('%s is no number: %s', (name, reason) => {
    expect(metricNumber(metricOf(name), metricOf(name).datatype)).toEqual({ kind: 'none', reason })
  })

  it('says zero and false, which are values', () => {
    const zeros = decodePayload(Buffer.from(tahuZeros, 'base64'))
    expect(zeros).toMatchObject({ seq: 0, metrics: [{ alias: 0n }, {}, {}, {}] })
    expect(zeros.metrics.map((metric) => metricNumber(metric, metric.datatype))).toEqual(Array.from({ length: 4 }, () => ({ kind: 'number', v: 0 })))
    expect(decodePayload(encodePayload({ timestamp: 0, seq: 0, metrics: [{ name: 'off', datatype: datatype.Boolean, value: false }] }))).toMatchObject({ timestamp: 0, seq: 0, metrics: [{ value: { kind: 'boolean', value: false } }] })
  })

  it('comes back as it was written', () => {
    const written = encodePayload({ timestamp: 5, seq: 3, metrics: [{ name: 'a', alias: 7, timestamp: 4, datatype: datatype.Int16, value: -2 }, { name: 'b', datatype: datatype.Int64, value: 2 ** 40 }, { alias: 7, datatype: datatype.Boolean, value: true }] })
    const read = decodePayload(written)
    expect(read).toMatchObject({ timestamp: 5, seq: 3 })
    expect(read.metrics.map((metric) => metricNumber(metric, metric.datatype))).toEqual([{ kind: 'number', v: -2 }, { kind: 'number', v: 2 ** 40 }, { kind: 'number', v: 1 }])
    expect(read.metrics[0]).toMatchObject({ name: 'a', alias: 7n, timestamp: 4 })
  })

  it('is refused when it is none', () => {
    expect(() => decodePayload(Buffer.from('{"v":1}'))).toThrow()
  })
})
