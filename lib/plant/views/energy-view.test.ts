import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nightWaste } from '@/lib/energy/base-load'
import { hoursBetween, meterHours } from '@/lib/energy/meter-hours'
import { nightIn } from '@/lib/energy/nights'
import { type EnergyView, loadEnergy } from '@/lib/plant/views/energy-view'
import { rollupsOf, signalSeries } from '@/lib/story/readings'
import { generateStory, type Industry, siteOf } from '@/lib/story/story'
import { plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

const storyDate = '2026-03-09'
const tenantOf = (industry: Industry) => `demo-${industry}`
const dayOf = (day: number) => new Date(Date.parse(storyDate) + day * 86_400_000).toISOString().slice(0, 10)
const rollups = (industry: Industry, signalId: string, until: Date) => rollupsOf(signalSeries(industry, storyDate, signalId)).filter(({ bucketAt }) => bucketAt < until)
let system: Awaited<ReturnType<typeof testSystem>>

beforeAll(async () => {
  system = await testSystem()
  for (const industry of ['dairy', 'pharma'] as const) {
    await plantWithStory(system, tenantOf(industry), industry, storyDate)
    for (const { id, quantity } of generateStory(industry, storyDate).signals) if (quantity === 'power') await meter(industry, id)
  }
})
afterAll(() => system.stop())

/** Writes a meter's quarters of an hour. */
const meter = (industry: Industry, signalId: string) =>
  system.db.inTenant(tenantOf(industry), (tx) => {
    const rows = rollups(industry, signalId, system.clock.now())
    return tx.$executeRaw`INSERT INTO signal_rollup (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last)
      SELECT ${tenantOf(industry)}, ${signalId}, 900, at, count, sum, 0, 0, 0, 0, 0
      FROM unnest(${rows.map((row) => row.bucketAt)}::timestamptz[], ${rows.map((row) => row.count)}::int[], ${rows.map((row) => row.sum)}::float8[]) AS r (at, count, sum)`
  })

const energy = async (industry: Industry, path?: string[], range = '30d'): Promise<EnergyView> => (await loadEnergy(system, tenantOf(industry), path, range))!

describe('energy of a site', () => {
  it.each<[Industry, string, number]>([['dairy', 'cold-store.compressor-2', -12], ['pharma', 'ahu-2', -14]])('of %s shows nights that draw more than they did, and that it is %s', async (industry, machine, day) => {
    const { nights, others } = await energy(industry)
    const worst = nights.toSorted((a, b) => b.wasteKwh - a.wasteKwh).slice(0, 5)
    expect(worst.every(({ date, wasteKwh }) => date >= dayOf(day - 1) && wasteKwh > 100)).toBe(true)
    const ranked = others.toSorted((a, b) => (b.wastePerNightKwh ?? 0) - (a.wastePerNightKwh ?? 0))
    expect(ranked[0]!.node.id).toBe(machine)
    expect(ranked[0]!.wastePerNightKwh!).toBeGreaterThan(3 * ranked[1]!.wastePerNightKwh!)
  })

  it('of oil and gas shows its nights too, by its meter alone', () => {
    const now = system.clock.now()
    const buckets = rollups('oil-and-gas', 'site.power', now).map(({ bucketAt, count, sum }) => ({ at: bucketAt.getTime(), minutes: 15, coveredMinutes: count, kwh: sum / 60 }))
    const hours = meterHours(hoursBetween(new Date(buckets[0]!.at), now), buckets, [])
    const worst = nightWaste(hours, nightIn(siteOf('oil-and-gas').timeZone)).nights.toSorted((a, b) => b.wasteKwh - a.wasteKwh).slice(0, 5)
    expect(worst.every(({ date, wasteKwh }) => date >= dayOf(-18) && wasteKwh > 500)).toBe(true)
  })

  it('reports the 46 minutes of its meter’s outage as not measured, and leaves their energy out', async () => {
    const { use, states, hours } = await energy('dairy', undefined, '24h')
    expect(use.uncoveredMinutes).toBeCloseTo(46, 6)
    expect(states!.reduce((sum, { kwh }) => sum + kwh, 0)).toBeCloseTo(use.kwh, 6)
    expect(states!.reduce((sum, { coveredMinutes }) => sum + coveredMinutes, 0)).toBeCloseTo(use.coveredMinutes, 6)
    expect(hours.reduce((sum, { kwh }) => sum + kwh, 0)).toBeCloseTo(use.kwh, 6)
  })

  it('that never leaves its shifts has no energy outside them; one that does has waste there', async () => {
    const [dairy, pharma] = [await energy('dairy'), await energy('pharma')]
    expect(dairy.states!.at(-1)).toEqual({ state: 'outside', kwh: 0, coveredMinutes: 0 })
    expect(dairy.idleKwh).toBeNull()
    expect(pharma.states!.at(-1)!.coveredMinutes).toBeGreaterThan(10 * 480)
    expect(pharma.idleKwh!).toBeGreaterThan(1000)
    expect(pharma.base!.of).toBe('idle')
  })

  it('is not found from another tenant’s side', async () => {
    expect((await energy('pharma')).others.some(({ node }) => node.id === 'cold-store.compressor-2')).toBe(false)
    expect(await loadEnergy(system, tenantOf('pharma'), ['northfield-dairy', 'filling'], '7d')).toBeNull()
  })
})

describe('energy of a line', () => {
  it('is what the site’s table says of it, and explains itself by output', async () => {
    const site = await energy('dairy')
    for (const { node, use } of site.lines) {
      const own = await energy('dairy', node.path.split('/'))
      expect(own.use).toEqual(use)
      expect(own.baseline!.rSquared).toBeGreaterThan(0.5)
      expect(own.base!.kw).toBeLessThan(own.baseline!.base + own.baseline!.perIdealMinute * 60)
    }
    expect(site.lines.length).toBe(4)
  })
})
