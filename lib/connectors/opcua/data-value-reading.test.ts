import { DataType, DataValue, StatusCodes, VariantArrayType } from 'node-opcua-client'
import { describe, expect, it } from 'vitest'
import { dataValueReading } from '@/lib/connectors/opcua/data-value-reading'

const sourceTimestamp = new Date(1_764_000_000_000)
const value = (dataType: DataType, of: unknown, more: object = {}) => new DataValue({ value: { dataType, arrayType: VariantArrayType.Scalar, value: of }, statusCode: StatusCodes.Good, sourceTimestamp, ...more })

describe('a value of an OPC UA server', () => {
  it.each<[DataType, unknown, number]>([
    [DataType.Double, 1.5, 1.5], [DataType.Float, 2.5, 2.5], [DataType.Int16, -3, -3], [DataType.Boolean, true, 1], [DataType.Boolean, false, 0],
    [DataType.Int64, [0xffffffff, 0xfffffffe], -2], [DataType.UInt64, [1, 2], 2 ** 32 + 2],
  ])('DataType %i, %j is %d, at the source’s time', (type, of, v) => {
    expect(dataValueReading(value(type, of))).toEqual({ kind: 'reading', t: sourceTimestamp.getTime(), v, uncertain: false })
  })

  it('is taken and marked when it is uncertain, and is none when it is bad', () => {
    expect(dataValueReading(value(DataType.Double, 1, { statusCode: StatusCodes.UncertainLastUsableValue }))).toMatchObject({ kind: 'reading', uncertain: true })
    expect(dataValueReading(value(DataType.Double, 1, { statusCode: StatusCodes.BadSensorFailure }))).toMatchObject({ kind: 'none', reason: expect.stringContaining('BadSensorFailure') })
  })

  it('is none as text, array, nothing, infinite, or without any time', () => {
    expect(dataValueReading(value(DataType.String, 'a'))).toMatchObject({ kind: 'none' })
    expect(dataValueReading(new DataValue({ value: { dataType: DataType.Double, arrayType: VariantArrayType.Array, value: [1, 2] }, sourceTimestamp }))).toEqual({ kind: 'none', reason: 'array' })
    expect(dataValueReading(new DataValue({ sourceTimestamp }))).toEqual({ kind: 'none', reason: 'null' })
    expect(dataValueReading(value(DataType.Double, Infinity))).toEqual({ kind: 'none', reason: 'not finite' })
    expect(dataValueReading(value(DataType.Double, 1, { sourceTimestamp: null }))).toEqual({ kind: 'none', reason: 'without its time' })
    expect(dataValueReading(value(DataType.Double, 1, { sourceTimestamp: null, serverTimestamp: sourceTimestamp }))).toMatchObject({ t: sourceTimestamp.getTime() })
  })
})
