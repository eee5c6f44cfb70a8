import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { AvroCodec, Unreadable } from '@/lib/adapters/events/avro-codec'
import { DoesNotFit } from '@/lib/adapters/events/does-not-fit'
import { SchemaRefused, SchemaRegistry } from '@/lib/adapters/events/schema-registry'
import { schemaNames, type SchemaName, schemaText, subjectOf } from '@/lib/adapters/events/schemas'
import { testServer } from '@/scripts/stack/test-stack'

const server = await testServer('registry')

interface Field {
  name: string
  type: unknown
  default?: unknown
}
type Schema = Record<string, unknown> & { fields: Field[] }
const schemaOf = (name: SchemaName) => JSON.parse(schemaText(name)) as Schema
const withFields = (name: SchemaName, change: (fields: Field[]) => Field[]) => {
  const schema = schemaOf(name)
  return JSON.stringify({ ...schema, fields: change(schema.fields) })
}

it('sensor telemetry begins as it always did: Flink reads it by place (platform/flink/src/millrace/DecodeTelemetry.java)', () => {
  expect(schemaOf('sensor-telemetry').fields.slice(0, 6).map(({ name }) => name)).toEqual(['tenantId', 'signalId', 'sourceId', 'receivedAt', 't', 'v'])
})

describe.skipIf(!server.settings)('schemas in a real registry', { timeout: 60_000 }, () => {
  const registry = new SchemaRegistry(server.settings?.SCHEMA_REGISTRY_URL ?? '')
  const prefix = `test-${randomBytes(4).toString('hex')}.`
  const codec = new AvroCodec(registry, prefix)
  const propose = (name: SchemaName, schema: string) => registry.register(subjectOf(prefix, name), schema)

  beforeAll(async () => {
    await codec.open()
    for (const name of schemaNames) await registry.setCompatibility(subjectOf(prefix, name), 'FULL_TRANSITIVE')
  })

  it('knows the same schema by the same id, however often it is registered', async () => {
    const first = await propose('sensor-telemetry', schemaText('sensor-telemetry'))
    expect(await propose('sensor-telemetry', schemaText('sensor-telemetry'))).toBe(first)
    expect(await registry.versionsOf(subjectOf(prefix, 'sensor-telemetry'))).toEqual([1])
  })

  it.each(schemaNames.map((name) => [name]))('%s may gain a field that has a default', async (name) => {
    const grown = withFields(name, (fields) => [...fields, { name: 'extra', type: ['null', 'string'], default: null }])
    await expect(propose(name, grown)).resolves.toBeTypeOf('number')
  })

  it.each<[string, SchemaName, (fields: Field[]) => Field[]]>([
    ['a field without a default is added: what was written before could not be read', 'equipment-status', (fields) => [...fields, { name: 'site', type: 'string' }]],
    ['a field without a default is taken away: who reads by the schema before could not go on', 'quality-measurement', (fields) => fields.filter(({ name }) => name !== 'value')],
    ['a number becomes a text', 'quality-measurement', (fields) => fields.map((field) => (field.name === 'value' ? { ...field, type: 'string' } : field))],
    ['a field gets another name', 'production-event', (fields) => fields.map((field) => (field.name === 'line' ? { ...field, name: 'lineId' } : field))],
    ['values become thirty-two bits long', 'sensor-telemetry', (fields) => fields.map((field) => (field.name === 'v' ? { ...field, type: { type: 'array', items: 'int' } } : field))],
  ])('refuses it when %s', async (_, name, change) => {
    await expect(propose(name, withFields(name, change))).rejects.toThrow(SchemaRefused)
  })

  const reading = { tenantId: 'a', sourceId: 'press', signalId: 'temp', receivedAt: 2, t: [1, 2], v: [1.5, -2] }

  it('reads what was written by a schema that knows more', async () => {
    const grown = JSON.parse(withFields('sensor-telemetry', (fields) => [...fields, { name: 'extra', type: ['null', 'string'], default: null }])) as object
    const id = await propose('sensor-telemetry', JSON.stringify(grown))
    const avro = await import('avsc')
    const head = Buffer.alloc(5)
    head.writeInt32BE(id, 1)
    const bytes = Buffer.concat([head, avro.default.Type.forSchema(grown as never, { wrapUnions: false }).toBuffer({ ...reading, extra: 'more' })])
    expect(await codec.decode(bytes)).toEqual({ name: 'sensor-telemetry', value: reading })
  })

  it('names the field that does not fit', () => {
    const wrong = (change: object) => {
      try {
        codec.encode('sensor-telemetry', { ...reading, ...change })
      } catch (error) {
        return error instanceof DoesNotFit ? error.field : error
      }
    }
    expect(wrong({})).toBeUndefined()
    expect(wrong({ v: [1, 'two'] })).toBe('v.1')
    expect(wrong({ receivedAt: 'now' })).toBe('receivedAt')
    expect(wrong({ signalId: undefined })).toBe('signalId')
  })

  it.each<[string, Buffer]>([
    ['text', Buffer.from('{"signal":"temp"}')],
    ['the id of no schema', Buffer.concat([Buffer.from([0, 0x7f, 0, 0, 1]), Buffer.alloc(20)])],
    ['nothing', Buffer.alloc(0)],
  ])('calls %s unreadable, and not the registry away', async (_, bytes) => {
    await expect(codec.decode(bytes)).rejects.toThrow(Unreadable)
  })
  it('calls a record that is cut off unreadable', async () => {
    const whole = codec.encode('sensor-telemetry', reading)
    await expect(codec.decode(whole.subarray(0, whole.length - 3))).rejects.toThrow(Unreadable)
  })
})
