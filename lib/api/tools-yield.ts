import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

const count = z.number()

export const toolsYield = apiOperation({
  operationId: 'computeYield',
  method: 'post',
  path: '/api/v1/tools/yield',
  summary: 'Compute first pass, rolled throughput and final yield of steps in series',
  description: 'Of defective units (counted) or of defects (e to the −DPU). DPMO where opportunities are given.',
  access: 'public',
  input: z.object({
    steps: z.array(z.object({ name: z.string().max(120), units: count, defective: count.optional(), defects: count.optional(), opportunities: count.optional().describe('Ways in which a unit can be wrong'), scrapped: count.optional().describe('Units that went no further; with it on every step there is a final yield') })).min(1).max(1000),
  }),
  output: z.object({
    steps: z.array(z.object({ name: z.string(), firstPassYield: z.number(), method: z.enum(['counted', 'poisson']), dpu: z.number(), dpmo: z.number().nullable() })),
    rolledThroughputYield: z.number(),
    normalizedYield: z.number().describe('nth root of the rolled throughput yield'),
    totalDpu: z.number(),
    finalYield: z.number().nullable().describe('Units out of the last step ÷ units into the first; null without scrapped on every step'),
  }),
  refusals: [{ status: 422, when: 'counts contradict each other; the detail names the step' }],
  example: {
    input: { steps: [{ name: 'Fill', units: 100, defective: 5 }, { name: 'Seal', units: 95, defective: 19 }] },
    output: { steps: [{ name: 'Fill', firstPassYield: 0.95, method: 'counted', dpu: 0.05, dpmo: null }, { name: 'Seal', firstPassYield: 0.8, method: 'counted', dpu: 0.2, dpmo: null }], rolledThroughputYield: 0.76, normalizedYield: 0.8717797887081347, totalDpu: 0.25, finalYield: null },
  },
})
