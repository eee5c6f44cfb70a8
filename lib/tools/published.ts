import rings from '@/lib/spc/piston-rings.json'
import { oeeTool } from '@/lib/tools/oee-tool'
import { publishedCharts } from '@/lib/tools/published-charts'
import { type PublishedExample, row } from '@/lib/tools/published-figure'
import { publishedStudies } from '@/lib/tools/published-studies'
import { type SpcAnswer, type SpcRequest, spcTool } from '@/lib/tools/spc-tool'

/** NIST/SEMATECH e-Handbook 6.3.3.2; the same counts as "orangejuice" of R's qcc. */
const wafers = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]

const chart = (request: Partial<SpcRequest> & Pick<SpcRequest, 'chart'>): SpcAnswer | null => {
  const answer = spcTool({ rules: 'none', ...request })
  return answer.ok ? answer.value : null
}

function oeeExample(): PublishedExample {
  const answer = oeeTool({ shiftMinutes: 480, breakMinutes: 60, stopMinutes: 47, idealRatePerMinute: 60, totalCount: 19271, rejectCount: 423 })
  const made = answer.ok ? answer.value : null
  return {
    title: 'OEE of one shift',
    source: 'oee.com (Vorne), worked example; time elements by ISO 22400-2',
    figures: [
      row('Availability', 0.888095, made?.availability, 6),
      row('Performance', 0.861081, made?.performance, 6),
      row('Quality', 0.97805, made?.quality, 6),
      row('OEE', 0.747937, made?.oee, 6),
      row('Performance loss, min', 51.8167, made?.lossMinutes.performance, 4),
      row('Quality loss, min', 7.05, made?.lossMinutes.quality, 4),
      row('Fully productive time, min', 314.1333, made?.fullyProductiveMinutes, 4),
    ],
  }
}

function ringExamples(): PublishedExample[] {
  const { phaseI, capability } = rings.expected
  const base = { values: rings.subgroups, phaseI: [1, 25] as [number, number] }
  const r = chart({ chart: 'xbar-r', ...base, spec: capability })
  const s = chart({ chart: 'xbar-s', ...base })
  const source = 'Montgomery, Introduction to Statistical Quality Control, piston rings'
  return [
    {
      title: 'x̄ and R chart',
      source,
      figures: [
        row('Grand mean, mm', phaseI.grandMean, r?.centre, 6),
        row('Mean range, mm', phaseI.meanRange, r?.spreadLimits?.centre, 5),
        row('x̄ lower limit, mm', phaseI.xbarLimitsFromRange[0]!, r?.limits?.lower, 5),
        row('x̄ upper limit, mm', phaseI.xbarLimitsFromRange[1]!, r?.limits?.upper, 4),
        row('R upper limit, mm', phaseI.rangeLimits[1]!, r?.spreadLimits?.upper, 5),
      ],
    },
    {
      title: 'x̄ and s chart',
      source,
      figures: [
        row('Mean s, mm', phaseI.meanS, s?.spreadLimits?.centre, 9),
        row('Sigma from s̄/c4, mm', phaseI.sigmaFromS, s?.sigma, 9),
        row('x̄ lower limit, mm', phaseI.xbarLimitsFromS[0]!, s?.limits?.lower, 5),
        row('x̄ upper limit, mm', phaseI.xbarLimitsFromS[1]!, s?.limits?.upper, 5),
        row('s upper limit, mm', phaseI.sLimits[1]!, s?.spreadLimits?.upper, 8),
      ],
    },
    {
      title: 'Capability, 73.95 to 74.05 mm',
      source,
      figures: [
        row('Cp', capability.Cp, r?.capability?.Cp, 3),
        row('Cpk', capability.Cpk, r?.capability?.Cpk, 3),
        row('Pp', capability.Pp, r?.capability?.Pp, 4),
        row('Ppk', capability.Ppk, r?.capability?.Ppk, 4),
      ],
    },
  ]
}

function waferExamples(): PublishedExample[] {
  const all = chart({ chart: 'p', counts: wafers, sizes: 50 })
  const exclude = [15, 23].map((one) => ({ row: one, reason: 'assignable cause' }))
  const without = chart({ chart: 'p', counts: wafers, sizes: 50, exclude })
  const source = 'NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.3.2'
  const limitsOf = (answer: SpcAnswer | null, centre: number, lower: number, upper: number) => [
    row('Mean share', centre, answer?.centre, 7),
    row('Lower limit', lower, answer?.limits?.lower, 8),
    row('Upper limit', upper, answer?.limits?.upper, 7),
  ]
  return [
    { title: 'p chart of wafers', source, figures: limitsOf(all, 0.2313333, 0.05242755, 0.4102391) },
    { title: 'p chart without wafers 15 and 23', source, figures: limitsOf(without, 0.215, 0.04070284, 0.3892972) },
  ]
}

/** Examples with known answers, computed now. A figure agrees when it does so to the digits that were printed. */
export const publishedExamples = (): PublishedExample[] => [oeeExample(), ...ringExamples(), ...waferExamples(), ...publishedCharts(), ...publishedStudies()]
