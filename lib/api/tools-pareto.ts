import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

export const toolsPareto = apiOperation({
  operationId: 'rankCauses',
  method: 'post',
  path: '/api/v1/tools/pareto',
  summary: 'Rank causes',
  description: 'Causes by size with share, cumulative share and the vital few. Equal labels are added; ties go by name.',
  access: 'public',
  input: z.object({ causes: z.array(z.object({ label: z.string().max(200), value: z.number() })).min(1).max(10_000), vitalRatio: z.number().min(0).max(1).default(0.8) }),
  output: z.object({ rows: z.array(z.object({ label: z.string(), value: z.number(), shareRatio: z.number(), cumulativeRatio: z.number(), isVital: z.boolean() })) }),
  refusals: [{ status: 422, when: 'a value is negative, or all are 0' }],
  example: {
    input: { causes: [{ label: 'Jam', value: 3 }, { label: 'Feed', value: 1 }] },
    output: { rows: [{ label: 'Jam', value: 3, shareRatio: 0.75, cumulativeRatio: 0.75, isVital: true }, { label: 'Feed', value: 1, shareRatio: 0.25, cumulativeRatio: 1, isVital: true }] },
  },
})
