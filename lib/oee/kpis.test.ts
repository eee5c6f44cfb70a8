import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { elementsOf, type KpiElements, type KpiKey, kpisOf } from '@/lib/oee/kpis'
import { type LineInput, lineOee } from '@/lib/oee/oee'

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

  // World-Class Maintenance, table 18-2 (in: Introduction to Predictive Maintenance): 15 shifts of 480 min, 250 min planned
  // downtime, 695 min of breakdowns and setup, 54,516 units of 0.109 min, 545 rejects: 90 %, 95 %, 99 %, OEE 85 %.
  it('have the world-class press at 90 %, 95 %, 99 % and 85 %', () => {
    const of = valuesOf({ operationMinutes: 7200, plannedBusyMinutes: 6950, productionMinutes: 6255, idealMinutes: 54_516 * 0.109, idealGoodMinutes: (54_516 - 545) * 0.109, total: 54_516, reject: 545 })
    expect(['availability', 'effectiveness', 'qualityRatio', 'oee'].map((key) => Math.round((of[key as KpiKey] as number) * 100))).toEqual([90, 95, 99, 85])
  })

  // VDMA 66412-1, which ISO 22400-2 follows: in NEE setup is no loss.
  it('have an NEE that is OEE with setup counted as production, and OEE where there was no setup', () => {
    const day = { operationMinutes: 480, plannedBusyMinutes: 450, productionMinutes: 300, delayMinutes: 50, idealMinutes: 270, idealGoodMinutes: 260, total: 2700, reject: 100 }
    const withSetup = valuesOf({ ...day, setupMinutes: 60 })
    expect(withSetup.nee).toBeCloseTo((360 / 450) * (270 / 300) * (260 / 270), 12)
    expect(withSetup.nee).toBeCloseTo((withSetup.oee as number) * (360 / 300), 12)
    const without = valuesOf(day)
    expect(without.nee).toBeCloseTo(without.oee as number, 12)
  })

  it('keep to their definitions: production, setup and delay are busy, the rest of planned busy time is not', () => {
    const of = valuesOf({ calendarMinutes: 1440, operationMinutes: 480, plannedBusyMinutes: 420, productionMinutes: 300, setupMinutes: 30, delayMinutes: 40, idealMinutes: 270, idealGoodMinutes: 260, total: 2700, reject: 100, rework: 40, energyKwh: 520, demand: 2100 })
    expect(of.allocationEfficiency).toBeCloseTo(370 / 420, 12)
    expect(of.utilisationEfficiency).toBeCloseTo(300 / 370, 12)
    expect(of.technicalEfficiency).toBeCloseTo(300 / 340, 12)
    expect(of.setupRatio).toBeCloseTo(30 / 330, 12)
    expect(of.throughputRate).toBeCloseTo(2700 / 420, 12)
    expect(of.scrapRatio).toBeCloseTo(60 / 2700, 12)
    expect(of.reworkRatio).toBeCloseTo(40 / 2700, 12)
    expect(of.firstPassYield).toBeCloseTo(2600 / 2700, 12)
    expect(of.nee).toBeCloseTo((330 / 420) * (270 / 300) * (260 / 270), 12)
    expect(of.availability).toBeCloseTo((of.allocationEfficiency as number) * (of.utilisationEfficiency as number), 12)
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
    ['operationMinutes', { calendarMinutes: 100, operationMinutes: 101 }],
    ['setupMinutes', { operationMinutes: 100, plannedBusyMinutes: 90, productionMinutes: 80, setupMinutes: 11 }],
    ['delayMinutes', { operationMinutes: 100, plannedBusyMinutes: 90, productionMinutes: 80, setupMinutes: 5, delayMinutes: 6 }],
    ['idealGoodMinutes', { total: 5, idealMinutes: 5, idealGoodMinutes: 6 }],
    ['idealMinutes', { idealMinutes: 5 }],
    ['reject', { total: 5, reject: 6 }],
    ['rework', { total: 5, reject: 2, rework: 3 }],
    ['total', { total: Number.NaN }],
    ['demand', { demand: -1 }],
  ] as const)('refuse a contradiction in %s', (field, elements) => {
    expect(kpisOf({ ...none, ...elements })).toMatchObject({ ok: false, refusal: { row: field } })
  })
})

describe('elements of a line', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 10, 6, minute))
  const stop = (id: string, kind: LineInput['stops'][number]['kind'], from: number, to: number) => ({ id, kind, reasonCode: id, startsAt: at(from), endsAt: at(to) })
  const made = lineOee({
    window: { from: at(0), to: at(480) },
    now: at(480),
    shifts: [{ patternId: 'early', name: 'Early', startsAt: at(0), endsAt: at(480), localDate: '2026-03-10', breaks: [{ name: 'Break', startsAt: at(180), endsAt: at(210) }] }],
    stops: [stop('jam', 'breakdown', 60, 90), stop('setup', 'changeover', 240, 260), stop('cups', 'starved', 300, 306), stop('full', 'blocked', 310, 314), stop('tip', 'minor', 400, 405)],
    runs: [{ id: 'r', productId: 'p', startsAt: at(0), endsAt: null, idealRatePerMinute: 10 }],
    counts: [{ bucketAt: at(0), bucketSeconds: 28_800, runId: 'r', productId: 'p', total: 3500, reject: 100, rework: 30 }],
  })
  if (!made.ok) throw new Error(made.refusal.message)
  const elements = elementsOf(made.value, { calendarMinutes: 1440 })

  it('have changeovers as setup, breakdowns and minor stops as delay, and waiting as neither', () => {
    expect(elements).toMatchObject({ operationMinutes: 480, plannedBusyMinutes: 450, productionMinutes: 385, setupMinutes: 20, delayMinutes: 35 })
  })

  it('give the OEE of the line itself, and the time it waited for others as what allocation leaves', () => {
    const of = valuesOf(elements)
    expect(of.oee).toBe(made.value.oeeRatio)
    expect(1 - (of.allocationEfficiency as number)).toBeCloseTo(10 / 450, 12)
    expect(of.technicalEfficiency).toBeCloseTo(385 / 420, 12)
  })
})
