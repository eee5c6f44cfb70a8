import { describe, expect, it } from 'vitest'
import { toolsRoi } from '@/lib/api/tools-roi'
import { internalRate, presentValue, roiTool, type RoiRequest } from '@/lib/tools/roi-tool'

const base: RoiRequest = {
  lines: 2, busyHours: 3000, downtimeShare: 0.1, hourCost: 500, downtimeReduction: 0.2, materialCost: 2_000_000, yieldLossShare: 0.03, yieldReduction: 0.1,
  energyCost: 400_000, idleEnergyShare: 0.25, energyReduction: 0.2, investment: 50_000, yearlyCost: 36_000, years: 3, rate: 0.08,
}
const valueOf = (request: RoiRequest) => {
  const made = roiTool(request)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}

describe('return on investment', () => {
  it('is the sum of what each saving is worth, less what it costs', () => {
    const made = valueOf(base)
    expect(made.savings.map(({ yearly }) => Math.round(yearly))).toEqual([60_000, 6_000, 20_000])
    expect(made).toMatchObject({ yearlySavings: 86_000, yearlyBenefit: 50_000, paybackMonths: 12, roi: 2 })
    expect(made.npv).toBeCloseTo(-50_000 + 50_000 / 1.08 + 50_000 / 1.08 ** 2 + 50_000 / 1.08 ** 3, 6)
    expect(presentValue([-50_000, 50_000, 50_000, 50_000], made.irr!)).toBeCloseTo(0, 3)
  })

  // Microsoft's reference of IRR(): −70,000, 12,000, 15,000, 18,000, 21,000, 26,000 is 8.7 % after five years and −2.1 % after four.
  it('has the internal rates that Microsoft prints for its IRR()', () => {
    const flows = [-70_000, 12_000, 15_000, 18_000, 21_000, 26_000]
    expect((internalRate(flows)! * 100).toFixed(1)).toBe('8.7')
    expect((internalRate(flows.slice(0, 5))! * 100).toFixed(1)).toBe('-2.1')
  })

  // Microsoft's reference of NPV(): 10 %, −10,000 a year from now, then 3,000, 4,200 and 6,800 is 1,188.44.
  it('has the present value that Microsoft prints for its NPV()', () => {
    expect(presentValue([0, -10_000, 3_000, 4_200, 6_800], 0.1)).toBeCloseTo(1188.44, 2)
  })

  it('has no payback where the savings do not cover the cost, and says so', () => {
    const made = valueOf({ ...base, yearlyCost: 90_000 })
    expect(made).toMatchObject({ paybackMonths: null, irr: null, undefinedBecause: { paybackMonths: 'saves no more than it costs', irr: expect.any(String) } })
    expect(valueOf({ ...base, investment: 0 })).toMatchObject({ roi: null, irr: null, paybackMonths: 0 })
  })

  it('makes the cost of a stopped hour of margin and rate', () => {
    const { hourCost: _, ...rest } = base
    const made = valueOf({ ...rest, unitMargin: 0.25, unitsPerHour: 2000 })
    expect(made).toMatchObject({ hourCost: 500, yearlySavings: 86_000, formulas: { hourCost: expect.stringContaining('margin') } })
    expect(roiTool(rest)).toMatchObject({ ok: false, refusal: { code: 'missing', row: 'hourCost' } })
    expect(roiTool({ ...rest, unitMargin: 0.25 })).toMatchObject({ ok: false, refusal: { code: 'missing', row: 'unitsPerHour' } })
    expect(roiTool({ ...rest, unitsPerHour: 10 })).toMatchObject({ ok: false, refusal: { code: 'missing', row: 'unitMargin' } })
    expect(roiTool({ ...base, unitMargin: 0.25 })).toMatchObject({ ok: false, refusal: { code: 'contradiction', row: 'unitMargin' } })
  })

  it('has no internal rate for a loan, for several changes of sign, or beyond every bound', () => {
    expect(internalRate([100, -60, -60])).toBeNull()
    expect(internalRate([-100, 230, -132])).toBeNull()
    expect(internalRate([0, 5, 5])).toBeNull()
    expect(valueOf({ ...base, investment: 0.01 })).toMatchObject({ irr: null, undefinedBecause: { irr: expect.stringContaining('no rate between') } })
  })

  it('answers in finite numbers for the largest that it takes', () => {
    const most = valueOf({ ...base, lines: 1e12, busyHours: 8784, hourCost: 1e12, downtimeShare: 1, downtimeReduction: 1, years: 30, rate: 0 })
    expect([most.yearlySavings, most.npv, most.roi, most.paybackMonths].every(Number.isFinite)).toBe(true)
  })

  it.each([['downtimeShare', 1.2], ['hourCost', -1], ['years', 2.5], ['years', 0], ['materialCost', Number.NaN], ['busyHours', 8785], ['lines', 0], ['lines', 1.5], ['rate', 8], ['investment', 1e13]] as const)('refuses %s = %d', (field, value) => {
    expect(roiTool({ ...base, [field]: value })).toMatchObject({ ok: false, refusal: { row: field } })
  })

  it('answers in the shape that it documents', () => {
    expect(valueOf(toolsRoi.input.parse(toolsRoi.example.input) as RoiRequest)).toEqual(toolsRoi.example.output)
    expect(toolsRoi.output.parse(valueOf(base))).toEqual(valueOf(base))
  })
})
