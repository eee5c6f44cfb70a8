import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { elementsOf, type KpiElements, type KpiKey, kpisOf } from '@/lib/oee/kpis'
import { type LineInput, lineOee } from '@/lib/oee/oee'
import { sixLosses, startupRejects } from '@/lib/oee/six-losses'
import { lossMoney } from '@/lib/oee/loss-money'
import { yieldChain } from '@/lib/oee/yields'

const none: KpiElements = { calendarMinutes: null, operationMinutes: 0, plannedBusyMinutes: 0, productionMinutes: 0, setupMinutes: 0, delayMinutes: 0, idealMinutes: 0, idealGoodMinutes: 0, total: 0, reject: 0, rework: 0, energyKwh: null, demand: null }

function valuesOf(elements: Partial<KpiElements>): Record<KpiKey, number | { undefinedBecause: string }> {
  const made = kpisOf({ ...none, ...elements })
  if (!made.ok) throw new Error(made.refusal.message)
  return Object.fromEntries(made.value.map(({ key, value }) => [key, value])) as never
}

describe('KPIs after ISO 22400-2', () => {
  // SMRP Best Practices, 6th edition, metric 2.1.1, table 1, machine D: 24 h, idle 8 h, scheduled downtime 1.66 h,
  // unscheduled 2.08 h, uptime 12.26 h. SMRP divides by 24 − 8 h, which here is the planned operation time.
  it('have the uptime share of SMRP’s machine D: 76.63 % of the time it was required', () => {
    const of = valuesOf({ operationMinutes: 16 * 60, plannedBusyMinutes: 16 * 60, productionMinutes: 12.26 * 60 })
    expect((of.availability as number) * 100).toBeCloseTo(76.63, 2)
  })

  // oee.academy FAQ 10 (A. Koch): 80 h planned of 120 h of shifts, 20 h breakdown, performance and quality 100 %.
  it('have Koch’s 75 % OEE and 50 % OOE of a machine that was not always scheduled', () => {
    const of = valuesOf({ operationMinutes: 120 * 60, plannedBusyMinutes: 80 * 60, productionMinutes: 60 * 60, idealMinutes: 60 * 60, idealGoodMinutes: 60 * 60, total: 1 })
    expect(of.oee).toBeCloseTo(0.75, 12)
    expect(of.ooe).toBeCloseTo(0.5, 12)
  })

  it('reproduce the worked example of oee.com, TEEP included', () => {
    const { expected, ...sheet } = JSON.parse(readFileSync('lib/oee/oee-worked-example.json', 'utf8'))
    const ideal = sheet.totalCount / sheet.idealRatePerMinute
    const of = valuesOf({
      calendarMinutes: sheet.shiftMinutes, operationMinutes: sheet.shiftMinutes, plannedBusyMinutes: sheet.shiftMinutes - sheet.breakMinutes, productionMinutes: sheet.shiftMinutes - sheet.breakMinutes - sheet.stopMinutes,
      idealMinutes: ideal, idealGoodMinutes: (sheet.totalCount - sheet.rejectCount) / sheet.idealRatePerMinute, total: sheet.totalCount, reject: sheet.rejectCount,
    })
    for (const [key, name] of [['availability', 'availability'], ['effectiveness', 'performance'], ['qualityRatio', 'quality'], ['oee', 'oee'], ['teep', 'teep']] as const) expect(of[key]).toBeCloseTo(expected[name], 5)
  })

  it('keep to their definitions: production, setup and delay are busy, breakdowns are not', () => {
    const of = valuesOf({ calendarMinutes: 1440, operationMinutes: 480, plannedBusyMinutes: 420, productionMinutes: 300, setupMinutes: 30, delayMinutes: 40, idealMinutes: 270, idealGoodMinutes: 260, total: 2700, reject: 100, rework: 40, energyKwh: 520, demand: 2100 })
    expect(of.allocationEfficiency).toBeCloseTo(370 / 420, 12)
    expect(of.utilisationEfficiency).toBeCloseTo(300 / 370, 12)
    expect(of.technicalEfficiency).toBeCloseTo(300 / 340, 12)
    expect(of.setupRatio).toBeCloseTo(30 / 330, 12)
    expect(of.throughputRate).toBeCloseTo(2700 / 370, 12)
    expect(of.scrapRatio).toBeCloseTo(60 / 2700, 12)
    expect(of.reworkRatio).toBeCloseTo(40 / 2700, 12)
    expect(of.firstPassYield).toBeCloseTo(2600 / 2700, 12)
    expect(of.nee).toBeCloseTo((370 / 420) * (270 / 300) * (260 / 270), 12)
    expect(of.oee).toBeCloseTo((of.availability as number) * (of.effectiveness as number) * (of.qualityRatio as number), 12)
    expect(of.teep).toBeCloseTo(260 / 1440, 12)
    expect(of.energyPerUnit).toBeCloseTo(200, 12)
    expect(of.taktTime).toBeCloseTo(12, 12)
  })

  it('are undefined where there is nothing to divide by, never 0 and never 1', () => {
    for (const value of Object.values(valuesOf({}))) expect(value).toMatchObject({ undefinedBecause: expect.any(String) })
  })

  it.each([
    ['productionMinutes', { operationMinutes: 100, plannedBusyMinutes: 90, productionMinutes: 91 }],
    ['plannedBusyMinutes', { operationMinutes: 100, plannedBusyMinutes: 101 }],
    ['reject', { total: 5, reject: 6 }],
    ['rework', { total: 5, reject: 2, rework: 3 }],
    ['total', { total: Number.NaN }],
    ['demand', { demand: -1 }],
  ] as const)('refuse a contradiction in %s', (field, elements) => {
    expect(kpisOf({ ...none, ...elements })).toMatchObject({ ok: false, refusal: { row: field } })
  })
})

const at = (minute: number) => new Date(Date.UTC(2026, 2, 10, 6, minute))
const line: LineInput = {
  window: { from: at(0), to: at(480) },
  now: at(480),
  shifts: [{ patternId: 'early', name: 'Early', startsAt: at(0), endsAt: at(480), localDate: '2026-03-10', breaks: [{ name: 'Break', startsAt: at(180), endsAt: at(210) }] }],
  stops: [
    { id: 'a', kind: 'breakdown', reasonCode: 'jam', startsAt: at(60), endsAt: at(90) },
    { id: 'b', kind: 'changeover', reasonCode: 'setup', startsAt: at(240), endsAt: at(260) },
    { id: 'c', kind: 'starved', reasonCode: 'no-cups', startsAt: at(300), endsAt: at(306) },
  ],
  runs: [{ id: 'r', productId: 'p', startsAt: at(0), endsAt: null, idealRatePerMinute: 10 }],
  counts: Array.from({ length: 32 }, (_, i) => ({ bucketAt: at(i * 15), bucketSeconds: 900, runId: 'r', productId: 'p', total: 110, reject: 15, rework: 5 })),
}

describe('the six big losses', () => {
  const oee = lineOee(line)
  if (!oee.ok) throw new Error(oee.refusal.message)
  const startup = startupRejects(line)
  const rows = sixLosses(oee.value, startup)

  it('and the time of good pieces are the planned busy time', () => {
    expect(rows.reduce((sum, { minutes }) => sum + minutes, oee.value.idealGoodMinutes)).toBeCloseTo(oee.value.plannedBusyMinutes, 9)
    expect(rows.map(({ loss, minutes }) => [loss, Math.round(minutes * 100) / 100])).toEqual([
      ['breakdown', 30], ['setup', 20], ['minor-stops', 6], ['reduced-speed', 42], ['startup-rejects', 1.5], ['process-rejects', 46.5],
    ])
  })

  // The changeover ends at minute 260: rejects of 260 to 270 (10 of 15 min) and of 270 to 275 (5 of 15 min) are of the start.
  it('count as start-up what was rejected in the first minutes after a changeover, once where two overlap', () => {
    expect(startup).toEqual({ pieces: 15, minutes: 1.5 })
    const twice = startupRejects({ ...line, stops: [...line.stops, { id: 'd', kind: 'changeover', reasonCode: 'setup', startsAt: at(240), endsAt: at(262) }] })
    expect(twice.pieces).toBeCloseTo(17, 9)
  })

  it('are KPIs’ elements as well', () => {
    const elements = elementsOf(oee.value, { calendarMinutes: 1440 })
    expect(elements).toMatchObject({ setupMinutes: 20, delayMinutes: 6, plannedBusyMinutes: 450, productionMinutes: 394 })
  })

  it('cost what planned busy time and material cost, and nothing is said without a price', () => {
    expect(lossMoney({ minutes: 30, rejectedKg: 12 }, { currency: 'GBP', busyHour: 600, materialPerKg: 1.5 })).toMatchObject({ time: 300, material: 18, total: 318 })
    expect(lossMoney({ minutes: 30 }, null)).toBeNull()
  })
})

describe('yield of steps in series', () => {
  // M. Harry, "Is my rolled throughput yield acceptable?", 2004: DPU 0.10, 0.05 and 0.008 give 0.853850. His 0.904834 for
  // the first step is a slip for e^−0.1 = 0.904837, so five digits of the product agree.
  it('reproduces Harry’s rolled throughput yield of 85.39 %', () => {
    const chain = yieldChain([{ name: 'A', units: 1000, defects: 100 }, { name: 'B', units: 1000, defects: 50 }, { name: 'C', units: 1000, defects: 8 }])
    if (!chain.ok) throw new Error(chain.refusal.message)
    expect(chain.value.steps.map(({ firstPassYield }) => firstPassYield.toFixed(6))).toEqual(['0.904837', '0.951229', '0.992032'])
    expect(chain.value.rolledThroughputYield).toBeCloseTo(Math.exp(-0.158), 12)
    expect(chain.value.rolledThroughputYield).toBeCloseTo(0.85385, 5)
  })

  // CodeProject 404751, "Process performance determination": 165 defects on 40,000 pencils with six opportunities each.
  it('has the pencils’ yield 0.995875, e^−DPU 0.995883 and 0.0006875 defects an opportunity', () => {
    const poisson = yieldChain([{ name: 'pencils', units: 40_000, defects: 165, opportunities: 6 }])
    const counted = yieldChain([{ name: 'pencils', units: 40_000, defective: 165 }])
    if (!poisson.ok || !counted.ok) throw new Error('refused')
    expect(poisson.value.steps[0]!.firstPassYield).toBeCloseTo(0.995883, 6)
    expect(poisson.value.steps[0]!.dpmo).toBeCloseTo(687.5, 9)
    expect(counted.value.rolledThroughputYield).toBeCloseTo(0.995875, 12)
  })

  it.each([
    [{ name: 'x', units: 0, defects: 0 }],
    [{ name: 'x', units: 10, defective: 11 }],
    [{ name: 'x', units: 10, defective: 3, defects: 2 }],
    [{ name: 'x', units: 10 }],
    [{ name: 'x', units: 10, defects: Number.NaN }],
  ])('refuses %o, naming the step', (step) => {
    expect(yieldChain([{ name: 'fine', units: 1, defects: 0 }, step])).toMatchObject({ ok: false, refusal: { row: 2 } })
  })
})
