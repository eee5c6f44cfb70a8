import { beforeEach, describe, expect, it } from 'vitest'
import { type Effect, rebirthEveryMs, SparkplugHost } from '@/lib/connectors/sparkplug/host'
import { deniesHost, hostState } from '@/lib/connectors/sparkplug/host-state'
import { datatype, decodePayload, encodePayload, type NewMetric } from '@/lib/connectors/sparkplug/payload'
import { readTopic } from '@/lib/connectors/sparkplug/topic'

const reorderMs = 1000
let host: SparkplugHost
let now: number
beforeEach(() => {
  host = new SparkplugHost(reorderMs)
  now = 1_764_000_000_000
})

const send = (topic: string, seq: number | undefined, metrics: NewMetric[]): Effect[] =>
  host.receive(readTopic(`spBv1.0/${topic}`)!, decodePayload(encodePayload({ timestamp: now, ...(seq !== undefined && { seq }), metrics })), now)

const bdSeq = (value: number): NewMetric => ({ name: 'bdSeq', datatype: datatype.Int64, value })
const level: NewMetric = { name: 'level', alias: 1, datatype: datatype.Double, value: 10, timestamp: 100 }
const temp: NewMetric = { name: 'temp', alias: 2, datatype: datatype.Float, value: 20, timestamp: 100 }
const nodeBirth = (seq = 0) => send('g/NBIRTH/n', seq, [bdSeq(1), { name: 'Node Control/Rebirth', datatype: datatype.Boolean, value: false }, level])
const deviceBirth = (seq = 1) => send('g/DBIRTH/n/d', seq, [temp])
const nodeData = (seq: number, value: number) => send('g/NDATA/n', seq, [{ alias: 1, datatype: datatype.Double, value, timestamp: now }])
const values = (effects: Effect[]) => effects.flatMap((effect) => (effect.kind === 'value' ? [[effect.place.device ?? '', effect.place.metric, effect.t, effect.v]] : []))
const asked = (effects: Effect[]) => effects.flatMap((effect) => (effect.kind === 'rebirth' ? [effect.reason] : []))
const left = (effects: Effect[]) => effects.flatMap((effect) => (effect.kind === 'untaken' ? [effect.reason] : []))

describe('a Sparkplug host', () => {
  it('takes values from births and, by alias, from data, each with its own time; control metrics are none', () => {
    expect(values(nodeBirth())).toEqual([['', 'level', 100, 10]])
    expect(values(deviceBirth())).toEqual([['d', 'temp', 100, 20]])
    expect(values(send('g/NDATA/n', 2, [{ alias: 1, datatype: datatype.Double, value: 11, timestamp: 200 }, { name: 'level', datatype: datatype.Double, value: 12, timestamp: 201 }]))).toEqual([['', 'level', 200, 11], ['', 'level', 201, 12]])
    expect(values(send('g/DDATA/n/d', 3, [{ alias: 2, datatype: datatype.Float, value: 21, timestamp: 300 }]))).toEqual([['d', 'temp', 300, 21]])
  })

  it('reads the type of a value from the birth when the data leave it out', () => {
    send('g/NBIRTH/n', 0, [{ name: 'count', alias: 9, datatype: datatype.Int16, value: -1 }])
    const bytes = encodePayload({ timestamp: now, seq: 1, metrics: [{ alias: 9, datatype: datatype.Int16, value: -7 }] })
    const payload = decodePayload(bytes)
    delete payload.metrics[0]!.datatype
    expect(values(host.receive(readTopic('spBv1.0/g/NDATA/n')!, payload, now))).toEqual([['', 'count', now, -7]])
  })

  it('asks a node without a birth for one, takes nothing from it, and asks again only after a while', () => {
    expect(asked(nodeData(5, 1))).toEqual(['no birth'])
    expect([nodeData(6, 1), nodeData(7, 1)].flatMap(asked)).toEqual([])
    now += rebirthEveryMs
    const again = nodeData(8, 1)
    expect([asked(again), values(again)]).toEqual([['no birth'], []])
    expect(values(nodeBirth())).toHaveLength(1)
    expect(values(nodeData(1, 2))).toHaveLength(1)
  })

  it('counts on from 255 to 0', () => {
    nodeBirth(254)
    expect(values(nodeData(255, 1))).toHaveLength(1)
    expect(values(nodeData(0, 2))).toHaveLength(1)
  })

  it('puts messages that changed places back in order', () => {
    nodeBirth()
    expect(nodeData(2, 22)).toEqual([])
    expect(nodeData(3, 33)).toEqual([])
    expect(values(nodeData(1, 11)).map(([, , , v]) => v)).toEqual([11, 22, 33])
    now += reorderMs
    expect(host.tick(now)).toEqual([])
  })

  it('after a gap takes nothing until the node is born again: an alias may mean another metric', () => {
    nodeBirth()
    nodeData(2, 22)
    now += reorderMs - 1
    expect(host.tick(now)).toEqual([])
    now += 1
    const given = host.tick(now)
    expect([asked(given), left(given), values(given)]).toEqual([['sequence gap'], ['after a sequence gap'], []])
    expect(values(nodeData(3, 33))).toEqual([])
    expect(values(nodeBirth(9))).toHaveLength(1)
    expect(values(nodeData(10, 44))).toHaveLength(1)
  })

  it('makes no value of a death, and knows an old one by its bdSeq', () => {
    nodeBirth()
    expect(send('g/NDEATH/n', undefined, [bdSeq(0)])).toEqual([])
    expect(values(nodeData(1, 1))).toHaveLength(1)
    expect(send('g/NDEATH/n', undefined, [bdSeq(1)])).toEqual([])
    expect(asked(nodeData(2, 1))).toEqual(['no birth'])
  })

  it('takes nothing from a device that died, until it is born again', () => {
    nodeBirth()
    deviceBirth()
    expect(send('g/DDEATH/n/d', 2, [])).toEqual([])
    const dead = send('g/DDATA/n/d', 3, [{ alias: 2, datatype: datatype.Float, value: 1 }])
    expect([asked(dead), values(dead)]).toEqual([['device without birth'], []])
    expect(values(nodeData(4, 1))).toHaveLength(1)
    expect(values(deviceBirth(5))).toHaveLength(1)
  })

  it('does not give a device the value of another by alias, and asks about metrics it does not know', () => {
    nodeBirth()
    deviceBirth()
    const foreign = send('g/DDATA/n/d', 2, [{ alias: 1, datatype: datatype.Double, value: 1 }])
    expect([asked(foreign), left(foreign), values(foreign)]).toEqual([['unknown metric'], ['unknown metric'], []])
  })

  it('forgets an alias that a new birth no longer has', () => {
    nodeBirth()
    nodeBirth(3)
    send('g/NBIRTH/n', 7, [{ name: 'other', alias: 5, datatype: datatype.Double, value: 1 }])
    expect(values(nodeData(8, 1))).toEqual([])
  })

  it('sends historical metrics with their own time, and leaves out transient, missing and bad ones', () => {
    nodeBirth()
    expect(values(send('g/NDATA/n', 1, [{ alias: 1, datatype: datatype.Double, value: 3, timestamp: 42, isHistorical: true }]))).toEqual([['', 'level', 42, 3]])
    expect(left(send('g/NDATA/n', 2, [{ alias: 1, datatype: datatype.Double, value: 3, isHistorical: true }]))).toEqual(['historical without its time'])
    expect(left(send('g/NDATA/n', 3, [{ alias: 1, datatype: datatype.Double }]))).toEqual(['null'])
    expect(left(send('g/NDATA/n', 4, [{ alias: 1, datatype: datatype.String, value: 'on' }]))).toEqual(['text or structure'])
    const payload = decodePayload(encodePayload({ timestamp: now, seq: 5, metrics: [{ alias: 1, datatype: datatype.Double, value: 1 }] }))
    payload.metrics[0]!.isTransient = true
    expect(left(host.receive(readTopic('spBv1.0/g/NDATA/n')!, payload, now))).toEqual(['not to be stored (transient)'])
  })

  it('wants every node born again after the broker was away', () => {
    nodeBirth()
    host.lost()
    expect(asked(nodeData(1, 1))).toEqual(['no birth'])
  })
})

describe('topics and states', () => {
  it.each(['spBv1.0/g/NCMD/n', 'spBv1.0/STATE/h', 'spAv1.0/g/NDATA/n', 'spBv1.0/g/NDATA/n/d', 'spBv1.0/g/DDATA/n', 'spBv1.0/g/NDATA', 'x'])('%s is nothing to read', (topic) => {
    expect(readTopic(topic)).toBeNull()
  })

  it('a host is denied by the will of a connection that it had before', () => {
    expect(hostState(true, 5)).toBe('{"online":true,"timestamp":5}')
    expect(deniesHost(Buffer.from(hostState(false, 5)), 6)).toBe(true)
    expect(deniesHost(Buffer.from(hostState(false, 7)), 6)).toBe(false)
    expect(deniesHost(Buffer.from(hostState(true, 5)), 6)).toBe(false)
    expect(deniesHost(Buffer.from('OFFLINE'), 6)).toBe(false)
  })
})
