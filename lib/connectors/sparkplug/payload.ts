import protobuf from 'protobufjs/light.js'

/** Sparkplug 3.0, 6.4.16: the number of each datatype. */
export const datatype = {
  Int8: 1, Int16: 2, Int32: 3, Int64: 4, UInt8: 5, UInt16: 6, UInt32: 7, UInt64: 8, Float: 9, Double: 10, Boolean: 11, String: 12, DateTime: 13, Text: 14, UUID: 15,
} as const

type Wide = { low: number; high: number; unsigned: boolean }
type Whole = number | Wide

export interface Metric {
  name?: string
  alias?: bigint
  /** Epoch milliseconds. */
  timestamp?: number
  datatype?: number
  isHistorical: boolean
  isTransient: boolean
  isNull: boolean
  /** Of the property "Quality": 0 bad, 192 good, 500 stale. */
  quality?: number
  value: MetricValue
}

export type MetricValue = { kind: 'int'; value: number } | { kind: 'long'; value: bigint } | { kind: 'real'; value: number } | { kind: 'boolean'; value: boolean } | { kind: 'other' }

export interface Payload {
  timestamp?: number
  seq?: number
  metrics: Metric[]
}

/** A zero that was sent is a value: proto2 tells it from none. */
const explicit = { features: { field_presence: 'EXPLICIT' } }

/** What of the payload's fields (Sparkplug 3.0, 6.4) is read or written here; the rest is skipped by its number. */
const fields = (list: Record<string, [number, string, ('repeated')?]>) => Object.fromEntries(Object.entries(list).map(([name, [id, type, rule]]) => [name, { id, type, ...(rule ? { rule } : { options: explicit }) }]))
const root = protobuf.Root.fromJSON({
  nested: {
    PropertyValue: { fields: fields({ type: [1, 'uint32'], isNull: [2, 'bool'], intValue: [3, 'uint32'], longValue: [4, 'uint64'] }) },
    PropertySet: { fields: fields({ keys: [1, 'string', 'repeated'], values: [2, 'PropertyValue', 'repeated'] }) },
    Metric: {
      fields: fields({
        name: [1, 'string'], alias: [2, 'uint64'], timestamp: [3, 'uint64'], datatype: [4, 'uint32'], isHistorical: [5, 'bool'], isTransient: [6, 'bool'], isNull: [7, 'bool'], properties: [9, 'PropertySet'],
        intValue: [10, 'uint32'], longValue: [11, 'uint64'], floatValue: [12, 'float'], doubleValue: [13, 'double'], booleanValue: [14, 'bool'], stringValue: [15, 'string'],
      }),
    },
    Payload: { fields: fields({ timestamp: [1, 'uint64'], metrics: [2, 'Metric', 'repeated'], seq: [3, 'uint64'] }) },
  },
})
const type = root.lookupType('Payload')

interface RawMetric {
  name?: string
  alias?: Whole
  timestamp?: Whole
  datatype?: number
  isHistorical?: boolean
  isTransient?: boolean
  isNull?: boolean
  properties?: { keys?: string[]; values?: { intValue?: number; longValue?: Whole }[] }
  intValue?: number
  longValue?: Whole
  floatValue?: number
  doubleValue?: number
  booleanValue?: boolean
}

const bigOf = (value: Whole): bigint => (typeof value === 'number' ? BigInt(value) : (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0))
const numberOf = (value: Whole | undefined) => (value === undefined ? undefined : Number(bigOf(value)))

/** @throws Error when the bytes are no Sparkplug payload. */
export function decodePayload(bytes: Uint8Array): Payload {
  const raw = type.decode(bytes) as unknown as { timestamp?: Whole; seq?: Whole; metrics?: RawMetric[] }
  const own = <T extends object, K extends keyof T>(of: T, key: K): T[K] | undefined => (Object.hasOwn(of, key) ? of[key] : undefined)
  return {
    timestamp: numberOf(own(raw, 'timestamp')),
    seq: numberOf(own(raw, 'seq')),
    metrics: (raw.metrics ?? []).map((metric) => {
      const alias = own(metric, 'alias')
      return {
        name: own(metric, 'name'),
        ...(alias !== undefined && { alias: bigOf(alias) }),
        timestamp: numberOf(own(metric, 'timestamp')),
        datatype: own(metric, 'datatype'),
        isHistorical: own(metric, 'isHistorical') ?? false,
        isTransient: own(metric, 'isTransient') ?? false,
        isNull: own(metric, 'isNull') ?? false,
        quality: qualityOf(metric),
        value: valueOf(metric),
      }
    }),
  }
}

function valueOf(metric: RawMetric): MetricValue {
  const has = (key: keyof RawMetric) => Object.hasOwn(metric, key)
  if (has('intValue')) return { kind: 'int', value: metric.intValue! }
  if (has('longValue')) return { kind: 'long', value: bigOf(metric.longValue!) }
  if (has('floatValue')) return { kind: 'real', value: metric.floatValue! }
  if (has('doubleValue')) return { kind: 'real', value: metric.doubleValue! }
  if (has('booleanValue')) return { kind: 'boolean', value: metric.booleanValue! }
  return { kind: 'other' }
}

function qualityOf({ properties }: RawMetric): number | undefined {
  const at = properties?.keys?.indexOf('Quality') ?? -1
  const value = properties?.values?.[at]
  if (at < 0 || !value) return undefined
  return Object.hasOwn(value, 'intValue') ? value.intValue! | 0 : numberOf(value.longValue)
}

/** A metric to write; the field of its value follows from the datatype. */
export interface NewMetric {
  name?: string
  alias?: number
  timestamp?: number
  datatype?: number
  value?: number | boolean | string
  isHistorical?: boolean
}

export function encodePayload({ timestamp, seq, metrics }: { timestamp: number; seq?: number; metrics: NewMetric[] }): Buffer {
  const message = { timestamp, ...(seq !== undefined && { seq }), metrics: metrics.map(({ value, ...metric }) => ({ ...metric, ...fieldOf(metric.datatype, value) })) }
  return Buffer.from(type.encode(type.fromObject(message)).finish())
}

function fieldOf(kind: number | undefined, value: NewMetric['value']): object {
  if (value === undefined) return { isNull: true }
  if (typeof value === 'boolean') return { booleanValue: value }
  if (typeof value === 'string') return { stringValue: value }
  if (kind === datatype.Int64 || kind === datatype.UInt64 || kind === datatype.DateTime) return { longValue: value }
  if (kind === datatype.Float) return { floatValue: value }
  return kind === undefined || kind === datatype.Double ? { doubleValue: value } : { intValue: value >>> 0 }
}
