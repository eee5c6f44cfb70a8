import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toolsCapacity } from '@/lib/api/tools-capacity'
import { capacityTool } from '@/lib/tools/capacity/capacity-tool'
import { type Choice, choiceKeys } from '@/lib/tools/capacity/choices'
import { crossingReplicas } from '@/lib/tools/capacity/plan'
import { capacityNumbers, type CapacityRequest, capacityStart, type NumberName, numberNames } from '@/lib/tools/capacity/request'

const answerTo = (request: Partial<CapacityRequest>) => {
  const made = capacityTool({ ...capacityStart, ...request })
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}
const cents = (value: number) => Math.round(value * 100) / 100
const noChoices = Object.fromEntries(choiceKeys.map((choice) => [choice, false])) as Record<Choice, boolean>

/** Any request whose tiers are each not dearer than the tier before: else keeping less in the dear one would cost more. */
const anyRequest: fc.Arbitrary<CapacityRequest> = fc
  .record({
    ...(Object.fromEntries(numberNames.map((name) => [name, anyOf(name)])) as Record<NumberName, fc.Arbitrary<number>>),
    ...(Object.fromEntries(choiceKeys.map((choice) => [choice, fc.boolean()])) as Record<Choice, fc.Arbitrary<boolean>>),
  })
  .map((request) => {
    const objectGb = Math.max(request.objectGb, request.archiveGb + request.archiveReadGb * request.archiveReadShare)
    return { ...request, objectGb, diskGb: Math.max(request.diskGb, objectGb) }
  })

/** From a tenth to ten times the start, within the bounds. */
function anyOf(name: NumberName): fc.Arbitrary<number> {
  const { start, least, most, whole } = capacityNumbers[name]
  const [low, high] = [Math.max(least, start / 10), Math.min(most, start * 10)]
  return whole ? fc.integer({ min: Math.ceil(low), max: Math.floor(high) }) : fc.double({ min: low, max: high, noNaN: true })
}

describe('the capacity planner', () => {
  /**
   * By hand. One facility sends 1 TB of 200 bytes a month: 5 billion readings, 1,902.6 a second, at peak 2,853.9. One zone, one
   * replica, one copy, no choice, three readers, thirteen months of 30.4167 days.
   */
  it('bills one small facility as the numbers written out say', () => {
    const { load, plan, lines, total } = answerTo({ ...noChoices, customers: 1, facilities: 1, tbPerMonth: 1, zones: 1, replicas: 1, databaseCopies: 1 })
    expect(load).toMatchObject({ sentBytes: 1e12, monthlyReadings: 5e9, wireBytes: 1e12 })
    expect(load.readingsPerSecond).toBeCloseTo(5e9 / 2_628_000, 6)
    expect(plan).toMatchObject({ brokers: 1, slots: 1, taskManagers: 1, gateways: 1, cells: 1, databaseMachines: 1, partitions: 2, portalMachines: 2, controlMachines: 3 })
    expect(Object.fromEntries(lines.map(({ id, monthly }) => [id, cents(monthly)]))).toEqual({
      gateways: 59.57, // 1 × 2 × 730 × 0.0408
      brokers: 238.27, // 1 × 8 × 730 × 0.0408
      'task-managers': 238.27,
      databases: 238.27,
      portals: 119.14, // 2 × 2 × 730 × 0.0408
      control: 178.7, // 3 × 2 × 730 × 0.0408
      'stream-disks': 26.3, // 1000 GB ÷ 30.4167 × 7 ÷ 0.7 × 0.08
      'stream-tier': 0,
      'raw-disks': 89.14, // 5 billion × 13 × 12 bytes = 780 GB ÷ 0.7 × 0.08
      'rollup-disks': 0.72, // 190.26 signals × 220,645 rows × 150 bytes = 6.3 GB ÷ 0.7 × 0.08
      lake: 29.9, // 5 billion × 13 × 20 bytes = 1300 GB × 0.023
      archive: 0,
      'archive-reads': 0,
      balancer: 6, // 1000 GB × 0.006
      produced: 0,
      replicated: 0,
      consumed: 0,
      standby: 0,
    })
    expect(cents(total)).toBe(1224.29)
  })

  it('sends two of three copies to other zones when there are three, four thirds when there are two, none in one', () => {
    expect([3, 2, 1].map((zones) => crossingReplicas(3, zones))).toEqual([2, 4 / 3, 0])
  })

  it('fits three customers of fifteen facilities into the budget with what loses nothing, and not without', () => {
    const { total, fits, steps } = answerTo({})
    expect({ fits, edge: capacityStart.edgeReduction }).toEqual({ fits: true, edge: false })
    expect(steps.at(-1)!.total).toBe(total)
    expect(steps[0]).toMatchObject({ with: [], fits: false })
  })

  it('has a total that is the sum of its lines, each the product that it writes', () => {
    fc.assert(fc.property(anyRequest, (request) => {
      const { lines, total } = answerTo(request)
      expect(total).toBeCloseTo(lines.reduce((sum, { monthly }) => sum + monthly, 0), 6)
      for (const { monthly, formula, worked } of lines) {
        expect(monthly).toBeGreaterThanOrEqual(0)
        expect(worked.split(' × ')).toHaveLength(formula.split(' × ').length)
      }
    }))
  })

  it.each(['facilities', 'customers', 'tbPerMonth', 'consumers', 'retentionMonths', 'databaseCopies'] as const)('is never cheaper with more of %s', (name) => {
    const { most, whole } = capacityNumbers[name]
    fc.assert(fc.property(anyRequest, fc.double({ min: 1, max: 4, noNaN: true }), (request, by) => {
      const more = Math.min(most, whole ? Math.ceil(request[name] * by) : request[name] * by)
      expect(answerTo({ ...request, [name]: more }).total).toBeGreaterThanOrEqual(answerTo(request).total * (1 - 1e-9))
    }))
  })

  it('never costs more for a choice', () => {
    fc.assert(fc.property(anyRequest, (request) => {
      const { effects, steps } = answerTo(request)
      for (const { choice, saves } of effects) expect(saves, choice).toBeGreaterThanOrEqual(-1e-9 * steps[0]!.total)
    }))
  })

  it.each([['facilities', 0], ['facilities', 1.5], ['customers', Number.NaN], ['loadShare', 0], ['loadShare', 1.2], ['edgeShare', 1], ['wireRatio', 0.5], ['coreHour', -1], ['tbPerMonth', Infinity], ['readingsDays', 7]] as const)('refuses %s = %d and names it', (name, value) => {
    expect(capacityTool({ ...capacityStart, [name]: value })).toMatchObject({ ok: false, refusal: { row: name, message: expect.stringContaining(name) } })
  })

  it('answers in finite numbers for the most of everything', () => {
    const most = Object.fromEntries(numberNames.map((name) => [name, capacityNumbers[name].most])) as Record<NumberName, number>
    for (const { monthly, quantity } of answerTo(most).lines) expect([monthly, quantity].every(Number.isFinite)).toBe(true)
  })

  it('says of every price where and when it was read, and of every rate where it comes from', () => {
    for (const name of numberNames) {
      const { kind, source, date, url, least, most, start } = capacityNumbers[name]
      if (kind !== 'yours') expect(source, name).toMatch(/\w{3}/)
      expect(start >= least && start <= most, name).toBe(true)
      if (kind === 'price') expect([date, url?.slice(0, 8)], name).toEqual([expect.stringContaining('2026'), 'https://'])
    }
  })

  it('answers in the shape that it documents, with the defaults that the page shows', () => {
    expect(toolsCapacity.input.parse({})).toEqual(capacityStart)
    expect(toolsCapacity.output.parse(answerTo({}))).toEqual(answerTo({}))
  })
})
