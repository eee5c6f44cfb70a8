import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

const limits = z.object({ lower: z.number(), centre: z.number(), upper: z.number() })
const row = z.int().min(1).describe('Counted from 1')
const most = 100_000

export const toolsSpc = apiOperation({
  operationId: 'chartProcess',
  method: 'post',
  path: '/api/v1/tools/spc',
  summary: 'Draw a control chart',
  description:
    'Limits frozen from phase I, every point against them, the rules that are broken, and capability: Cp, Cpk, Pp, Ppk and Cpm with 95 % intervals, one-sided limits, shares outside. X̄-R, X̄-s, individuals, p, np, c, u, EWMA and tabular CUSUM; constants are computed, a point on a limit is inside, excluded rows keep their place. The same engine as every screen; nothing is stored.',
  access: 'public',
  maxBodyBytes: 8 * 1024 * 1024,
  input: z.object({
    chart: z.enum(['xbar-r', 'xbar-s', 'i-mr', 'p', 'np', 'c', 'u', 'ewma', 'cusum']),
    values: z.array(z.array(z.number()).min(1).max(1000)).max(most).optional().describe('xbar-r, xbar-s: a subgroup a row. i-mr, ewma, cusum: one value a row'),
    counts: z.array(z.number()).max(most).optional().describe('p, np: defectives. c, u: defects'),
    sizes: z.union([z.number(), z.array(z.number()).max(most)]).optional().describe('Inspected: one for all rows, or one a row'),
    phaseI: z.tuple([row, row]).optional().describe('First and last row that limits are frozen from; all when not given'),
    exclude: z.array(z.object({ row, reason: z.string().min(1).max(200) })).max(most).optional().describe('Rows that count for nothing and keep their place'),
    rules: z.enum(['nelson', 'western-electric', 'none']).default('nelson'),
    spec: z.object({ lsl: z.number().nullable().optional(), usl: z.number().nullable().optional(), target: z.number().nullable().optional() }).optional().describe('Specification limits, one or both, for capability'),
    lambda: z.number().optional().describe('EWMA: weight of the newest value, 0.2'),
    width: z.number().optional().describe('EWMA: L, 3'),
    limits: z.enum(['exact', 'steady']).optional().describe('EWMA: exact'),
    k: z.number().optional().describe('CUSUM: reference value in sigma, 0.5'),
    h: z.number().optional().describe('CUSUM: decision interval in sigma, 5'),
    centre: z.number().optional().describe('EWMA, CUSUM: known centre instead of that of phase I'),
    sigma: z.number().optional().describe('EWMA, CUSUM: known sigma of one plotted value'),
  }),
  output: z.object({
    chart: z.string(),
    made: z.int().describe('Rows that limits were made of'),
    centre: z.number(),
    sigma: z.number().nullable().describe('Within subgroups; null on p, np, c and u charts'),
    limits: limits.nullable().describe('Null where each point has its own'),
    spreadLimits: limits.nullable().describe('Of the range, s or moving range'),
    beyondLimits: z.array(row),
    spreadBeyondLimits: z.array(row),
    points: z.array(
      z.object({
        row,
        value: z.number().describe('CUSUM: C+'),
        lower: z.number().nullable(),
        centre: z.number().nullable(),
        upper: z.number().nullable(),
        outside: z.boolean(),
        spread: z.number().nullable().describe('Range, s or moving range. CUSUM: C−'),
        spreadOutside: z.boolean(),
        excluded: z.string().nullable(),
      }),
    ),
    signals: z.array(z.object({ rule: z.int(), from: row, at: row.describe('The row that completes the pattern'), side: z.enum(['above', 'below']).optional() })),
    capability: z
      .looseObject({ mean: z.number(), sigmaWithin: z.number(), sigmaOverall: z.number(), Cp: z.number().nullable(), Cpl: z.number().nullable(), Cpu: z.number().nullable(), Cpk: z.number(), Pp: z.number().nullable(), Ppk: z.number() })
      .nullable(),
    noCapability: z.string().nullable(),
  }),
  refusals: [{ status: 422, when: 'a figure is not defined for these rows; the detail says why and names the row' }],
  example: {
    input: { chart: 'c', counts: [4, 6, 5], rules: 'nelson' },
    output: {
      chart: 'c', made: 3, centre: 5, sigma: null, limits: { lower: 0, centre: 5, upper: 11.70820393249937 }, spreadLimits: null, beyondLimits: [], spreadBeyondLimits: [],
      points: [4, 6, 5].map((value, i) => ({ row: i + 1, value, lower: 0, centre: 5, upper: 11.70820393249937, outside: false, spread: null, spreadOutside: false, excluded: null })),
      signals: [], capability: null, noCapability: null,
    },
  },
})
