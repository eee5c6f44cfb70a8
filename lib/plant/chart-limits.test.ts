import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { excludeSubgroup, freezeLimits } from '@/lib/plant/chart-limits'
import { loadQuality } from '@/lib/plant/views/quality-view'
import { personOf, plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const mine = 'demo-mine'
let characteristicId: string

beforeAll(async () => {
  system = await testSystem()
  await plantWithStory(system, mine, 'dairy', '2026-03-09')
  characteristicId = (await chart()).characteristic.id
})
afterAll(() => system.stop())

const chart = async () => (await loadQuality(system, mine, undefined))!.characteristics[0]!
const limitsOf = (view: Awaited<ReturnType<typeof chart>>) => (view.limits.ok ? view.limits.value : null)
const exclude = (index: number, reason: string | null, person = personOf(mine)) => excludeSubgroup(system, person, { characteristicId, index, reason })
const freeze = (first: number, last: number, person = personOf(mine)) => freezeLimits(system, person, { characteristicId, first, last })

describe('limits of a chart', () => {
  it('are made without an excluded subgroup, which keeps its place and its reason, and as before when it counts again', async () => {
    const before = await chart()
    await exclude(3, 'Sample taken at start-up')
    const without = await chart()
    expect(limitsOf(without)!.made).toBe(limitsOf(before)!.made - 1)
    expect(limitsOf(without)!.location).not.toEqual(limitsOf(before)!.location)
    expect(without.excluded.map(({ index, excludedReason }) => [index, excludedReason])).toEqual([[3, 'Sample taken at start-up']])
    await exclude(3, null)
    expect(limitsOf(await chart())).toEqual(limitsOf(before))
  })

  it('do not move when a subgroup of phase II is excluded', async () => {
    const before = await chart()
    const last = before.shown.at(-1)!.index
    await exclude(last, 'Gauge was out of calibration')
    const after = await chart()
    expect(limitsOf(after)).toEqual(limitsOf(before))
    expect(after.chart!.location.points.at(-1)).toMatchObject({ index: last, excludedBecause: 'Gauge was out of calibration' })
    await exclude(last, null)
  })

  it('are frozen from the subgroups that somebody names, and every change is audited with its reason', async () => {
    await freeze(10, 40)
    expect((await chart()).characteristic).toMatchObject({ phaseIFirst: 10, phaseILast: 40 })
    await freeze(1, 25)
    const entries = await system.db.asOperator((tx) => tx.auditEntry.findMany({ where: { tenantId: mine }, orderBy: { seq: 'asc' } }))
    expect(entries.map(({ action, reason }) => [action, reason]).slice(0, 2)).toEqual([['subgroup.excluded', 'Sample taken at start-up'], ['subgroup.counted', null]])
    expect(entries.at(-1)).toMatchObject({ action: 'limits.frozen', detail: { from: '10 to 40', to: '1 to 25' } })
  })

  it('are refused where they would be undefined, and nothing is changed', async () => {
    const before = await chart()
    await expect(freeze(25, 25)).rejects.toMatchObject({ status: 422 })
    await expect(freeze(30, 10)).rejects.toMatchObject({ status: 422 })
    await expect(freeze(1, 100_000)).rejects.toMatchObject({ status: 422 })
    await expect(exclude(999_999, 'Not there')).rejects.toMatchObject({ status: 422 })
    expect(await chart()).toEqual(before)
  })

  it('are not for viewers and not for other plants', async () => {
    await expect(freeze(1, 20, personOf(mine, [{ role: 'viewer', nodeId: '' }]))).rejects.toMatchObject({ status: 403 })
    await expect(freeze(1, 20, personOf('demo-nobody'))).rejects.toMatchObject({ status: 404 })
  })
})
