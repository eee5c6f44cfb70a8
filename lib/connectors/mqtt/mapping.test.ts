import { describe, expect, it } from 'vitest'
import { type PayloadForm, readPayload } from '@/lib/connectors/mqtt/read-payload'
import { topicTemplate } from '@/lib/connectors/mqtt/topic-template'
import { signalOf } from '@/lib/connectors/signal-map'

describe('a topic template', () => {
  it.each([
    ['plant/{area}/{device}/{tag}', 'plant/+/+/+', 'plant/hall/press/temp', { area: 'hall', device: 'press', tag: 'temp' }],
    ['plant/+/{device}/#', 'plant/+/+/#', 'plant/hall/press/a/b', { device: 'press' }],
    ['plant/#', 'plant/#', 'plant', {}],
    ['{a}/x', '+/x', 'y/x', { a: 'y' }],
    ['plant/{a}', 'plant/+', 'plant/a/b', null],
    ['plant/{a}', 'plant/+', 'other/a', null],
    ['{a}/x', '+/x', '$SYS/x', null],
    ['#', '#', '$SYS/x', null],
  ])('%s subscribes %s; %s gives %j', (template, filter, topic, parts) => {
    expect(topicTemplate(template)).toMatchObject({ filter })
    expect(topicTemplate(template).match(topic)).toEqual(parts)
  })

  it.each(['a/#/b', 'a/b{x}', 'a/{x}/{x}', 'a/b+', ''])('"%s" is refused', (template) => {
    expect(() => topicTemplate(template)).toThrow()
  })
})

describe('the signal of a value', () => {
  it('stands in the table, else follows from the template; what a part is missing for has none', () => {
    const map = { template: '{device}.{tag}', table: { 'plant/a/b': 'named' } }
    expect(signalOf(map, 'plant/a/b', { device: 'a', tag: 'b' })).toBe('named')
    expect(signalOf(map, 'plant/a/c', { device: 'a', tag: 'c' })).toBe('a.c')
    expect(signalOf(map, 'plant/a', { device: 'a' })).toBeUndefined()
    expect(signalOf({ table: map.table }, 'constructor', {})).toBeUndefined()
  })
})

describe('a payload', () => {
  const json: PayloadForm = { form: 'json', value: 'd.v', time: 'd.t', unit: 'u', timeUnit: 'ms' }
  const columns: PayloadForm = { form: 'columns', timeUnit: 'ms' }
  it.each<[PayloadForm, string, unknown]>([
    [{ form: 'number' }, ' 12.5\n', [{ v: [12.5] }]],
    [{ form: 'number' }, '-1e3', [{ v: [-1000] }]],
    [{ form: 'number' }, 'true', [{ v: [1] }]],
    [json, '{"d":{"v":1,"t":1764000000000},"u":"bar"}', [{ v: [1], t: [1764000000000], unit: 'bar' }]],
    [json, '{"d":{"v":false,"t":"2026-01-01T00:00:00Z"}}', [{ v: [0], t: [Date.UTC(2026, 0, 1)] }]],
    [{ form: 'json', value: 'r.1.v', timeUnit: 's' }, '{"r":[{"v":1},{"v":2}]}', [{ v: [2] }]],
    [{ form: 'json', value: 'v', time: 't', timeUnit: 's' }, '{"v":1,"t":1.5}', [{ v: [1], t: [1500] }]],
    [{ form: 'json', value: 'v', time: 't', timeUnit: 'us' }, '{"v":1,"t":1764000000000499}', [{ v: [1], t: [1764000000000] }]],
    [columns, '{"signal":"a","t":[1,2],"v":[3,4],"unit":"bar"}', [{ signal: 'a', unit: 'bar', t: [1, 2], v: [3, 4] }]],
    [columns, '[{"t":[1],"v":[2]},{"t":[],"v":[]}]', [{ t: [1], v: [2] }, { t: [], v: [] }]],
  ])('%j: %s', (form, text, values) => {
    expect(readPayload(form, Buffer.from(text))).toEqual({ kind: 'values', values })
  })

  it.each<[PayloadForm, string]>([
    [{ form: 'number' }, '12,5'], [{ form: 'number' }, ''], [{ form: 'number' }, '0x10'], [{ form: 'number' }, 'NaN'], [{ form: 'number' }, '1e999'],
    [json, 'no'], [json, '{"d":{"v":"1","t":1}}'], [json, '{"d":{"v":1}}'], [json, '{"d":{"v":1,"t":"2026-01-01 00:00"}}'], [json, 'null'],
    [columns, '{"t":[1],"v":[1,2]}'], [columns, '{"t":[1],"v":["1"]}'], [columns, '{"t":["x"],"v":[1]}'], [columns, '7'], [columns, '{"t":[1],"v":[1],"unit":3}'],
  ])('%j refuses %s', (form, text) => {
    expect(readPayload(form, Buffer.from(text)).kind).toBe('bad')
  })
})
