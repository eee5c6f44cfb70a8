import { describe, expect, it } from 'vitest'
import { toolsOee } from '@/lib/api/tools-oee'
import { toolsSpc } from '@/lib/api/tools-spc'
import rings from '@/lib/spc/piston-rings.json'
import { oeeTool } from '@/lib/tools/oee-tool'
import { type SpcRequest, spcTool } from '@/lib/tools/spc-tool'

const chart = (request: Partial<SpcRequest> & Pick<SpcRequest, 'chart'>) => {
  const answer = spcTool({ rules: 'nelson', ...request })
  if (!answer.ok) throw new Error(answer.refusal.message)
  return answer.value
}
const refusal = (request: Partial<SpcRequest> & Pick<SpcRequest, 'chart'>) => {
  const answer = spcTool({ rules: 'nelson', ...request })
  return answer.ok ? null : answer.refusal
}

// NIST/SEMATECH e-Handbook 6.3.3.2; the same counts as "orangejuice" of R's qcc.
const wafers = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]

describe('the SPC tool', () => {
  it('charts the piston rings as published: limits, rules, capability', () => {
    const { phaseI, all40AgainstPhaseI, capability } = rings.expected
    const made = chart({ chart: 'xbar-r', values: rings.subgroups, phaseI: [1, 25], spec: capability })
    expect(made.limits!.centre).toBeCloseTo(phaseI.grandMean, 6)
    expect(made.spreadLimits!.upper).toBeCloseTo(phaseI.rangeLimits[1]!, 5)
    expect(made.beyondLimits).toEqual(all40AgainstPhaseI.nelson[1])
    expect(made.signals.filter(({ rule }) => rule === 5).map(({ at }) => at)).toEqual(all40AgainstPhaseI.nelson[5])
    expect(made.signals.filter(({ rule }) => rule === 6).map(({ at }) => at)).toEqual(all40AgainstPhaseI.nelson[6])
    expect(made.capability!.Cpk).toBeCloseTo(capability.Cpk, 3)
    const s = chart({ chart: 'xbar-s', values: rings.subgroups, phaseI: [1, 25] })
    expect(s.spreadLimits!.upper).toBeCloseTo(phaseI.sLimits[1]!, 7)
    expect(s.limits!.upper).toBeCloseTo(phaseI.xbarLimitsFromS[1]!, 5)
  })

  it('charts the wafers as published, also without the two beyond the limits, which keep their place', () => {
    const all = chart({ chart: 'p', counts: wafers, sizes: 50, rules: 'none' })
    expect([all.centre, all.limits!.lower, all.limits!.upper].map((value) => Number(value.toPrecision(7)))).toEqual([0.2313333, 0.05242755, 0.4102391])
    expect(all.beyondLimits).toEqual([15, 23])
    const exclude = [15, 23].map((row) => ({ row, reason: 'assignable cause found' }))
    const without = chart({ chart: 'p', counts: wafers, sizes: 50, rules: 'none', exclude })
    expect([without.centre, without.limits!.lower, without.limits!.upper].map((value) => Number(value.toPrecision(7)))).toEqual([0.215, 0.04070284, 0.3892972])
    expect(without.beyondLimits).toEqual([21])
    expect(without.points[14]).toMatchObject({ row: 15, excluded: 'assignable cause found', outside: false })
  })

  it.each([
    [{ chart: 'xbar-r', values: [[1, 2], [1, 2, 3]] }, 'ragged', 2],
    [{ chart: 'xbar-r', values: [[1, 2]] }, 'too_few_subgroups', undefined],
    [{ chart: 'p', counts: [51, 2], sizes: 50 }, 'count_above_size', 1],
    [{ chart: 'i-mr', values: [[1], [1], [1]] }, 'no_variation', undefined],
    [{ chart: 'i-mr', values: [[1, 2]] }, 'ragged', 1],
    [{ chart: 'c' }, 'no_values', undefined],
  ] as const)('refuses %j as %s', (request, code, row) => {
    expect(refusal(request as never)).toMatchObject({ code, ...(row && { row }) })
  })

  it('answers in the shape that it documents', () => {
    expect(toolsSpc.output.safeParse(chart({ chart: 'c', counts: [4, 6, 5] }))).toMatchObject({ success: true })
    expect(chart({ chart: 'c', counts: [4, 6, 5] })).toEqual(toolsSpc.example.output)
  })
})

describe('the OEE tool', () => {
  const sheet = { shiftMinutes: 480, breakMinutes: 60, stopMinutes: 47, idealRatePerMinute: 60, totalCount: 19271, rejectCount: 423 }

  it('takes minutes that were added up elsewhere and differ in their last bits', () => {
    const made = oeeTool({ ...sheet, stopMinutes: 420.0000000000002, totalCount: 0, rejectCount: 0 })
    expect(made.ok && made.value.availability).toBe(0)
  })

  it('gives the worked example of oee.com to its digits', () => {
    const answer = oeeTool(sheet)
    if (!answer.ok) throw new Error(answer.refusal.message)
    const { availability, performance, quality, oee, teep, lossMinutes } = answer.value
    expect([availability, performance, quality, oee, teep].map((value) => Number(value!.toFixed(6)))).toEqual([0.888095, 0.861081, 0.97805, 0.747937, 0.654444])
    expect(lossMinutes.performance).toBeCloseTo(51.8167, 4)
    expect(toolsOee.output.parse(answer.value)).toEqual(toolsOee.example.output)
  })

  it('caps performance and keeps it raw, with a notice', () => {
    const answer = oeeTool({ ...sheet, totalCount: 40_000, rejectCount: 0 })
    expect(answer).toMatchObject({ ok: true, value: { performance: 1, notices: [expect.stringContaining('raw')] } })
  })

  it('says why a figure is not defined', () => {
    expect(oeeTool({ ...sheet, breakMinutes: 480, stopMinutes: 0, totalCount: 0, rejectCount: 0 })).toMatchObject({ ok: true, value: { oee: null, undefinedBecause: { oee: 'no planned busy time' } } })
  })

  it.each([
    [{ breakMinutes: 500 }, 'breakMinutes'],
    [{ stopMinutes: 421 }, 'stopMinutes'],
    [{ rejectCount: 20_000 }, 'rejectCount'],
    [{ idealRatePerMinute: 0 }, 'idealRatePerMinute'],
    [{ totalCount: Number.NaN }, 'totalCount'],
  ])('refuses %j and names the field', (wrong, row) => {
    expect(oeeTool({ ...sheet, ...wrong })).toMatchObject({ ok: false, refusal: { row } })
  })
})
