import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { loadTrend, type TrendSeries } from '@/lib/telemetry/trend/load-trend'
import { loadRollups } from '@/lib/telemetry/trend/rollup-buckets'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
/** Monday noon, the test clock's now. */
let now: number
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
let journalled = 0

async function plant(id: string, story: string | null) {
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id, kind: 'demo', name: id, timeZone: 'UTC', storyTenantId: story } })
    await tx.plantNode.create({ data: { tenantId: id, id: 'site', parentId: null, level: 'site', name: 'Site', path: 'site', position: 0 } })
    for (const [signal, expectedIntervalSeconds] of [['fast', 1], ['slow', 60], ['silent', 60]] as const)
      await tx.signal.create({ data: { tenantId: id, id: signal, nodeId: 'site', name: signal, unit: 'bar', decimals: 1, expectedIntervalSeconds, quantity: 'pressure' } })
  })
}

async function send(tenantId: string, signal: string, t: number[], v: number[]) {
  const groups = [{ signal, t, v }]
  const record = { tenantId, sourceId: 's', webhookId: null, sha256: 'x', receivedAt: t[0]!, status: 202, answer: {}, groups, refused: [] }
  expect(await embeddedTelemetry(system.db).append(`j${journalled++}`, { segment: 0, offset: 0 }, { segment: 1, offset: 0 }, [record])).toMatchObject({ stored: t.length })
}

const tell = (tenantId: string, signal: string, t: number[], v: number[]) =>
  system.db.inTenant(tenantId, (tx) => tx.$executeRaw`INSERT INTO reading (tenant_id, signal_id, t, v) SELECT ${tenantId}, ${signal}, * FROM unnest(${t.map((at) => new Date(at))}::timestamptz[], ${v}::float8[])`)

const every = (from: number, to: number, step: number) => Array.from({ length: Math.floor((to - from) / step) }, (_, i) => from + i * step)
const valueAt = (t: number) => Math.round(1000 * Math.sin(t / 7_777_777) + ((t / 1000) % 97))

const load = (tenantId: string, signals: string[], from: number, to: number, more: { width?: number; asMeans?: boolean } = {}) => loadTrend(system, tenantId, { signals, window: { from, to }, width: 200, ...more })

beforeAll(async () => {
  system = await testSystem()
  now = system.clock.now().getTime()
  await system.db.asOperator((tx) => tx.tenant.create({ data: { id: 'story', kind: 'story', name: 'story', timeZone: 'UTC' } }))
  await plant('mine', null)
  await plant('demo', 'story')
  await plant('theirs', null)
  const fast = every(now - 2 * day, now, 1000)
  await send('mine', 'fast', fast, fast.map(valueAt))
})
afterAll(() => system.stop())

describe('a trend', () => {
  it('has the extremes of every reading, from a story and from the gateway, late ones too', async () => {
    const from = now - 6 * hour
    const told = every(from, now - 3 * hour, minute)
    const sent = every(now - 4 * hour, now, 10_000).map((t) => t + 1)
    await tell('demo', 'slow', told, told.map(valueAt))
    await send('demo', 'slow', sent.filter((_, i) => i % 2 === 0), sent.filter((_, i) => i % 2 === 0).map(valueAt))
    await send('demo', 'slow', sent.filter((_, i) => i % 2 === 1), sent.filter((_, i) => i % 2 === 1).map(valueAt))
    const [series] = await load('demo', ['slow'], from, now)
    const all = [...told, ...sent].sort((a, b) => a - b)
    const values = all.map(valueAt)
    expect(series).toMatchObject({ source: 'readings', gaps: [], statistics: { count: all.length, min: Math.min(...values), max: Math.max(...values), first: values[0], last: values.at(-1) } })
    const { at, v } = series!.points!
    expect(at.length).toBeLessThanOrEqual(2 * 201 + 4)
    expect(at.every((t, i) => v[i] === valueAt(t))).toBe(true)
    for (let start = Math.floor(from / series!.stepMs) * series!.stepMs; start < now; start += series!.stepMs) {
      const inside = (t: number) => t >= Math.max(start, from) && t < start + series!.stepMs
      expect(extremes(v.filter((_, i) => inside(at[i]!)))).toEqual(extremes(values.filter((_, i) => inside(all[i]!))))
    }
  })

  it('is made of the roll-up that fits a pixel where there are many readings, with the same extremes', async () => {
    const [series] = await load('mine', ['fast'], now - day, now)
    expect(series).toMatchObject({ source: 'roll-ups', levelSeconds: 60, stepMs: 8 * minute, points: null, gaps: [] })
    const { at, mean, min, max } = series!.means!
    const all = every(now - day, now, 1000)
    at.forEach((start, i) => {
      const values = all.filter((t) => t >= start && t < start + 8 * minute).map(valueAt)
      expect([min[i], max[i]]).toEqual(extremes(values))
      const exact = values.reduce((a, b) => a + b) / values.length
      const greatest = Math.max(...max, ...min.map((low) => -low))
      expect(Math.abs(mean[i]! - exact)).toBeLessThan(1e-8 * greatest)
    })
    expect(series!.statistics!.count).toBe(86_400)
    const [year] = await load('mine', ['fast'], now - 365 * day, now)
    expect(year).toMatchObject({ source: 'roll-ups', levelSeconds: 86_400, statistics: { count: 2 * 86_400 } })
    expect(extremes([...year!.means!.min, ...year!.means!.max])).toEqual(extremes(every(now - 2 * day, now, 1000).map(valueAt)))
  })

  it('of very many readings is asked in two halves, and has each of them once', async () => {
    const fast = every(now - 2 * day, now, 1000)
    const [series] = await load('mine', ['fast'], now - 2 * day, now, { width: 8000 })
    expect(series).toMatchObject({ source: 'readings', gaps: [], statistics: { count: fast.length, first: valueAt(fast[0]!), last: valueAt(fast.at(-1)!) } })
    expect(series!.statistics!.mean).toBeCloseTo(fast.reduce((sum, t) => sum + valueAt(t), 0) / fast.length, 9)
    const middle = series!.points!.at.findIndex((at) => at >= now - day)
    expect(series!.points!.at[middle]! - series!.points!.at[middle - 1]!).toBeLessThan(44_000)
  })

  it('shows single readings where one is longer than a pixel, and means when they are asked for', async () => {
    const [series] = await load('mine', ['fast'], now - minute, now)
    expect(series!.points!.at.filter((t) => t >= now - minute)).toEqual(every(now - minute, now, 1000))
    const [means] = await load('mine', ['fast'], now - minute, now, { width: 6, asMeans: true })
    expect(means).toMatchObject({ source: 'readings', stepMs: 10_000, points: null, means: { at: every(now - minute, now, 10_000) } })
    expect(means!.means!.max[0]).toBe(Math.max(...every(now - minute, now - 50_000, 1000).map(valueAt)))
  })

  it('falls back to roll-ups where readings are no longer kept', async () => {
    await system.db.inTenant('demo', (tx) => tx.$executeRaw`
      INSERT INTO signal_rollup (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last)
      SELECT 'demo', 'fast', 900, at, 15, 30, 70, 1, 4, 2, 3 FROM generate_series(${new Date(now - 12 * hour)}::timestamptz, ${new Date(now - 15 * minute)}, '15 minutes') at`)
    await tell('demo', 'fast', every(now - hour, now, minute), every(now - hour, now, minute).map(() => 3))
    const sources = async (from: number) => (await load('demo', ['fast'], from, now)).map(({ source, levelSeconds }) => [source, levelSeconds])
    expect(await sources(now - 10 * hour)).toEqual([['roll-ups', 900]])
    expect(await sources(now - hour)).toEqual([['readings', null]])
  })

  it('leaves a gap where nothing was read for three intervals, and shows it for roll-ups too', async () => {
    const t = [...every(now - 9 * hour, now - 8 * hour, minute), ...every(now - 5 * hour, now, minute)]
    await send('mine', 'slow', t, t.map(valueAt))
    const gap = { from: now - 8 * hour - minute, to: now - 5 * hour }
    const gaps = async (from: number, to = now) => (await load('mine', ['slow'], from, to))[0]!.gaps
    expect(await gaps(now - 9 * hour)).toEqual([gap])
    expect(await gaps(now - 7 * hour)).toEqual([{ ...gap, from: now - 7 * hour }])
    expect(await gaps(now - hour, now + hour)).toEqual([])
    expect((await load('mine', ['slow'], now - 50 * day, now))[0]).toMatchObject({ source: 'roll-ups', gaps: [{ from: now - 50 * day, to: now - 9 * hour }, gap] })
    expect((await load('mine', ['silent'], now - hour, now))[0]).toMatchObject({ statistics: null, gaps: [{ from: now - hour, to: now }] })
  })

  it('is refused for a signal of another plant, and for a window that is empty or too long', async () => {
    const ownOnly = (await load('theirs', ['fast'], now - hour, now))[0] as TrendSeries
    expect(ownOnly.statistics).toBeNull()
    await expect(load('mine', ['slow', 'not-there'], now - hour, now)).rejects.toMatchObject({ status: 404 })
    await expect(load('mine', ['slow'], now, now)).rejects.toMatchObject({ status: 422 })
    await expect(load('mine', ['slow'], now - 400 * day, now)).rejects.toMatchObject({ status: 422 })
    await expect(load('mine', [`'; DROP TABLE reading; --`], now - hour, now)).rejects.toMatchObject({ status: 404 })
  })

  it('of roll-ups is made of pieces that are read once a minute, in each window as if it were read alone', async () => {
    await plant('old', null)
    await system.db.inTenant('old', (tx) => tx.$executeRaw`
      INSERT INTO signal_rollup (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last)
      SELECT 'old', id, 3600, at, 60, 60 * extract(day FROM at), 1, extract(hour FROM at), 100 + extract(hour FROM at), extract(day FROM at), extract(hour FROM at)
      FROM unnest(ARRAY['fast', 'slow']) id, generate_series(${new Date(now - 400 * day)}::timestamptz, ${new Date(now)}, '1 hour') at WHERE id = 'fast' OR extract(month FROM at) NOT IN (3, 4)`)
    const question = (window: { from: number; to: number }, at: number | null) => loadRollups(system.db, 'old', { signalIds: ['fast', 'slow', 'silent'], window, levelSeconds: 3600, now: at }, 300)
    for (const [from, to] of [[400, 20], [390, 19], [60, 1], [61, 59], [395, 0]] as const) {
      const window = { from: now - from * day + 7 * minute, to: now - to * day - 11 * minute }
      const alone = await question(window, null)
      expect(await question(window, now)).toEqual(alone)
      expect(alone.get('fast')!.counts.reduce((sum, n) => sum + n, 0)).toBe(60 * ((from - to) * 24))
    }
    await system.db.inTenant('old', (tx) => tx.$executeRaw`UPDATE signal_rollup SET max = max + 1000 WHERE signal_id = 'slow'`)
    const greatest = async (at: number | null, to = now - 40 * day) => Math.max(...(await question({ from: now - 395 * day, to }, at)).get('slow')!.max)
    expect(await greatest(null)).toBe(1123)
    expect(await greatest(now)).toBe(123)
    expect(await greatest(now, now)).toBe(1123)
    expect(await greatest(now + minute)).toBe(1123)
  })

  it('of the past is answered from memory for a minute, to the same plant only', async () => {
    const [from, to] = [now - 30 * minute, now - 20 * minute]
    const [first] = await load('mine', ['fast'], from, to)
    expect((await load('mine', ['fast'], from, to))[0]).toBe(first)
    expect((await load('theirs', ['fast'], from, to))[0]!.statistics).toBeNull()
  })
})

function extremes(values: number[]): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)]
}
