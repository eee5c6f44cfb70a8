import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { ratioSchema } from '@/lib/api/kpi-schema'

export const toolsReliability = apiOperation({
  operationId: 'computeReliability',
  method: 'post',
  path: '/api/v1/tools/reliability',
  summary: 'Compute MTBF and MTTR with their confidence',
  description: 'Operating time ÷ failures with chi-square bounds (NIST/SEMATECH 8.4.5.1), repair time ÷ failures, inherent availability, and Laplace’s test for a trend.',
  access: 'public',
  input: z.object({
    operatingHours: z.number(),
    failures: z.number(),
    repairHours: z.number().nullable().default(null),
    failureHours: z.array(z.number()).max(100_000).optional().describe('When it failed, in operating hours; for the trend'),
    level: z.number().optional().describe('Two-sided confidence, 0.9'),
  }),
  output: z.object({
    mtbfHours: ratioSchema,
    failureRate: ratioSchema,
    mttrHours: ratioSchema,
    inherentAvailability: ratioSchema,
    mtbfInterval: z.object({ lower: z.number(), upper: z.number().nullable(), level: z.number() }),
    mtbfLowerBound: z.number().describe('One-sided, at the level'),
    trend: z.object({ u: z.number(), pValue: z.number(), verdict: z.enum(['improving', 'no trend', 'degrading']) }).nullable(),
  }),
  refusals: [{ status: 422, when: 'a value is out of its range; the detail names the field' }],
  example: {
    input: { operatingHours: 800, failures: 2, repairHours: 10 },
    output: { mtbfHours: 400, failureRate: 0.0025, mttrHours: 5, inherentAvailability: 0.9876543209876543, mtbfInterval: { lower: 127.1, upper: 2251.2, level: 0.9 }, mtbfLowerBound: 150.3, trend: null },
  },
})
