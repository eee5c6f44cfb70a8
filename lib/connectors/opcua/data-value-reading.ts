import { type DataValue, DataType, VariantArrayType } from 'node-opcua-client'

export type Taken = { kind: 'reading'; t: number; v: number; uncertain: boolean } | { kind: 'none'; reason: string }

const none = (reason: string): Taken => ({ kind: 'none', reason })
const wide = new Set([DataType.Int64, DataType.UInt64])
const numeric = new Set([DataType.SByte, DataType.Byte, DataType.Int16, DataType.UInt16, DataType.Int32, DataType.UInt32, DataType.Float, DataType.Double])

/** A notification as a reading, at the source's time (OPC 10000-4, 7.11); bad status codes and other types are none. */
export function dataValueReading({ value, statusCode, sourceTimestamp, serverTimestamp }: DataValue): Taken {
  // Severity is in the two highest bits: 00 good, 01 uncertain, 10 bad.
  const severity = statusCode.value >>> 30
  if (severity > 1) return none(`bad status ${statusCode.name}`)
  const time = sourceTimestamp ?? serverTimestamp
  if (!time) return none('without its time')
  if (!value || value.dataType === DataType.Null) return none('null')
  if (value.arrayType !== VariantArrayType.Scalar) return none('array')
  const v = numberOf(value.dataType, value.value)
  if (v === null) return none('text or structure')
  return Number.isFinite(v) ? { kind: 'reading', t: time.getTime(), v, uncertain: severity === 1 } : none('not finite')
}

function numberOf(type: DataType, value: unknown): number | null {
  if (type === DataType.Boolean) return Number(value as boolean)
  if (numeric.has(type)) return value as number
  if (!wide.has(type)) return null
  // The high and the low word.
  const [high, low] = value as [number, number]
  const whole = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
  return Number(type === DataType.Int64 ? BigInt.asIntN(64, whole) : whole)
}
