/** Of an array in binary: dimensions, flags, type, length, lower bound; before each element its length. */
const headerBytes = 20
const epoch2000Ms = 946_684_800_000

/** PostgreSQL's own numbers of its types. */
const types = { int4: 23, float8: 701, timestamptz: 1184 } as const

function arrayOf(type: keyof typeof types, elementBytes: number, count: number, write: (buffer: Buffer, i: number, at: number) => void): Buffer {
  const buffer = Buffer.allocUnsafe(count === 0 ? 12 : headerBytes + count * (4 + elementBytes))
  buffer.writeInt32BE(count === 0 ? 0 : 1, 0)
  buffer.writeInt32BE(0, 4)
  buffer.writeInt32BE(types[type], 8)
  if (count === 0) return buffer
  buffer.writeInt32BE(count, 12)
  buffer.writeInt32BE(1, 16)
  for (let i = 0, at = headerBytes; i < count; i++, at += 4 + elementBytes) {
    buffer.writeInt32BE(elementBytes, at)
    write(buffer, i, at + 4)
  }
  return buffer
}

/**
 * Arrays as PostgreSQL keeps them, for parameters of many thousand numbers: written as text they cost the historian most of
 * its time, and the server as much again to read them.
 */
export const int4Array = (values: ArrayLike<number>): Buffer => arrayOf('int4', 4, values.length, (buffer, i, at) => buffer.writeInt32BE(values[i]!, at))

export const float8Array = (values: ArrayLike<number>): Buffer => arrayOf('float8', 8, values.length, (buffer, i, at) => buffer.writeDoubleBE(values[i]!, at))

/** Of whole epoch milliseconds. */
export const timestampArray = (ms: ArrayLike<number>): Buffer => arrayOf('timestamptz', 8, ms.length, (buffer, i, at) => buffer.writeBigInt64BE(BigInt(ms[i]! - epoch2000Ms) * 1000n, at))

/** The elements of such an array of numbers that lies at `offset`; times as epoch milliseconds. A null is NaN. */
export function numbersAt(view: DataView, offset: number): Float64Array {
  if (view.getInt32(offset) === 0) return new Float64Array()
  const type = view.getInt32(offset + 8)
  const numbers = new Float64Array(view.getInt32(offset + 12))
  const read = type === types.float8 ? float8At : type === types.int4 ? int4At : timestampAt
  let at = offset + headerBytes
  for (let i = 0; i < numbers.length; i++) {
    const bytes = view.getInt32(at)
    numbers[i] = bytes < 0 ? NaN : read(view, at + 4)
    at += 4 + Math.max(bytes, 0)
  }
  return numbers
}

const float8At = (view: DataView, at: number) => view.getFloat64(at)
const int4At = (view: DataView, at: number) => view.getInt32(at)
/** Whole microseconds since 2000, which a double holds exactly for three centuries. */
const timestampAt = (view: DataView, at: number) => (view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4)) / 1000 + epoch2000Ms
