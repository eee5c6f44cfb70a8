import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import type { GaugeStudy } from '@/lib/spc/gauge-rr'
import { gaugeRrTool } from '@/lib/tools/gauge-rr-tool'

const most = 20_000
const name = z.string().min(1).max(200)
const verdict = z.enum(['acceptable', 'conditional', 'unacceptable'])

const anovaRow = z.object({
  source: z.enum(['part', 'appraiser', 'interaction', 'repeatability', 'total']),
  degrees: z.int(),
  sumOfSquares: z.number(),
  meanSquare: z.number().nullable(),
  f: z.number().nullable().describe('Part and appraiser against the interaction, or against repeatability once it is pooled'),
  p: z.number().nullable(),
})

const component = z.object({
  variance: z.number(),
  sigma: z.number(),
  studyVariation: z.number().describe('Multiplier × sigma'),
  contributionRatio: z.number().describe('Of the total variance, 0..1'),
  studyRatio: z.number().describe('Of the total sigma, 0..1'),
  toleranceRatio: z.number().nullable().describe('Study variation over tolerance'),
})

const figures = z.object({
  components: z.object({
    grr: component.describe('EV, AV and interaction together'),
    ev: component.describe('Repeatability'),
    av: component.describe('Appraisers'),
    interaction: component.nullable().describe('Null where it is pooled, or the method cannot see it'),
    pv: component.describe('Parts'),
    tv: component.describe('Total'),
  }),
  ndcExact: z.number().nullable().describe('1.41 PV/GRR; null where GRR is 0'),
  ndc: z.int().nullable().describe('Truncated, at least 1'),
  verdict: verdict.describe('GRR as a share of study variation: below 10 %, to 30 %, above'),
  toleranceVerdict: verdict.nullable(),
})

const ranges = z.object({
  meanRange: z.number(), appraiserRange: z.number(), partRange: z.number(),
  k1: z.number(), k2: z.number(), k3: z.number(),
  repeatability: z.number(), appraiser: z.number(), part: z.number(),
})

const exampleInput = {
  rows: ([['1', 'Ann', 2], ['1', 'Ann', 4], ['1', 'Ben', 3], ['1', 'Ben', 5], ['2', 'Ann', 12], ['2', 'Ann', 14], ['2', 'Ben', 13], ['2', 'Ben', 15]] as const).map(
    ([part, appraiser, value]) => ({ part, appraiser, value })),
  tolerance: 24,
}

/** Worked by the engine: long fractions written down here would only be its own output again. */
function exampleOutput(): GaugeStudy {
  const answer = gaugeRrTool(exampleInput)
  if (!answer.ok) throw new Error(answer.refusal.message)
  return answer.value
}

export const toolsGaugeRr = apiOperation({
  operationId: 'studyGauge',
  method: 'post',
  path: '/api/v1/tools/gauge-rr',
  summary: 'Study a gauge: repeatability and reproducibility',
  description:
    'Crossed gauge R&R study by analysis of variance, as in AIAG MSA, 4th edition, with the average and range method beside it. Rows come in any order; trials are counted per part and appraiser, and must be equally many. Negative components are 0. The same engine as every screen; nothing is stored.',
  access: 'public',
  maxBodyBytes: 4 * 1024 * 1024,
  input: z.object({
    rows: z.array(z.object({ part: name, appraiser: name, value: z.number() })).max(most),
    alpha: z.number().nullable().optional().describe('The interaction is pooled when its p is above this, 0.25; null never pools'),
    multiplier: z.number().optional().describe('Sigmas in a study variation, 6'),
    tolerance: z.number().nullable().optional().describe('Upper less lower specification limit'),
  }),
  output: z.object({
    design: z.object({ parts: z.array(z.string()), appraisers: z.array(z.string()), trials: z.int() }),
    alpha: z.number().nullable(),
    multiplier: z.number(),
    tolerance: z.number().nullable(),
    isPooled: z.boolean(),
    anova: z.array(anovaRow).describe('With interaction'),
    pooledAnova: z.array(anovaRow).nullable(),
    figures,
    averageAndRange: figures.extend({ ranges }).nullable().describe('Null above 25 parts, appraisers or trials'),
    noAverageAndRange: z.string().nullable(),
  }),
  refusals: [{ status: 422, when: 'the rows are no balanced study, have no variation, or an option is out of its range; the detail names the row or the cell' }],
  example: { input: exampleInput, output: exampleOutput() },
})
