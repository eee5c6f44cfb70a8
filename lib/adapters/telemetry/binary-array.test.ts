import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { float8Array, int4Array, timestampArray } from '@/lib/adapters/telemetry/binary-array'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
beforeAll(async () => {
  system = await testSystem()
})
afterAll(() => system.stop())

describe('arrays in binary', () => {
  it('are read by PostgreSQL as what they are, empty ones too', async () => {
    const integers = [0, -1, 2_147_483_647, -2_147_483_648]
    const floats = [0, -0.1, 1e300, Number.MIN_VALUE, 71.352]
    const times = [0, 946_684_800_000, -1, Date.parse('2026-03-09T12:00:00.001Z')]
    const ask = async (arrays: Buffer[]) => (await system.db.operatorPool.query<{ i: number[]; f: number[]; t: Date[] }>('SELECT $1::integer[] AS i, $2::float8[] AS f, $3::timestamptz[] AS t', arrays)).rows[0]
    expect(await ask([int4Array(integers), float8Array(floats), timestampArray(times)])).toEqual({ i: integers, f: floats, t: times.map((ms) => new Date(ms)) })
    expect(await ask([int4Array([]), float8Array([]), timestampArray([])])).toEqual({ i: [], f: [], t: [] })
  })
})
