import { datatype, type Metric } from '@/lib/connectors/sparkplug/payload'

export type MetricNumber = { kind: 'number'; v: number } | { kind: 'none'; reason: 'null' | 'text or structure' | 'bad quality' | 'not finite' }

const good = 192
const signedBits: Partial<Record<number, number>> = { [datatype.Int8]: 8, [datatype.Int16]: 16, [datatype.Int32]: 32 }
const numeric = new Set<number>([datatype.Int8, datatype.Int16, datatype.Int32, datatype.Int64, datatype.UInt8, datatype.UInt16, datatype.UInt32, datatype.UInt64, datatype.Float, datatype.Double, datatype.Boolean])

/**
 * A metric's value as a number: whole numbers in two's complement of their datatype (Sparkplug 3.0, 6.4.16), true as 1.
 * A 64-bit value beyond 2^53 loses its last digits, as every double does. A date is no measured value.
 */
export function metricNumber(metric: Metric, type: number | undefined): MetricNumber {
  const none = (reason: Extract<MetricNumber, { kind: 'none' }>['reason']): MetricNumber => ({ kind: 'none', reason })
  const { value } = metric
  if (metric.isNull) return none('null')
  if (metric.quality !== undefined && metric.quality !== good) return none('bad quality')
  if (value.kind === 'other' || (type !== undefined && !numeric.has(type))) return none('text or structure')
  if (value.kind === 'boolean') return { kind: 'number', v: Number(value.value) }
  if (value.kind === 'real') return Number.isFinite(value.value) ? { kind: 'number', v: value.value } : none('not finite')
  if (type === datatype.Boolean) return { kind: 'number', v: Number(Number(value.value) !== 0) }
  const bits = signedBits[type ?? 0]
  if (bits) return { kind: 'number', v: Number(BigInt.asIntN(bits, BigInt(value.value))) }
  return { kind: 'number', v: Number(type === datatype.Int64 ? BigInt.asIntN(64, BigInt(value.value)) : value.value) }
}
