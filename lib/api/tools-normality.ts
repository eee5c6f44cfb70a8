import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

export const toolsNormality = apiOperation({
  operationId: 'testNormality',
  method: 'post',
  path: '/api/v1/tools/normality',
  summary: 'Test whether values may be of a normal distribution',
  description: 'Anderson and Darling’s A² with estimated mean and sigma, adjusted and turned into p after D’Agostino and Stephens (1986); moments; the points of a probability plot at Blom’s positions.',
  access: 'public',
  maxBodyBytes: 8 * 1024 * 1024,
  input: z.object({ values: z.array(z.number()).max(100_000) }),
  output: z.object({ n: z.int(), mean: z.number(), sigma: z.number(), aSquared: z.number(), aSquaredAdjusted: z.number(), pValue: z.number(), isPlausible: z.boolean().describe('At 5 %'), skewness: z.number(), excessKurtosis: z.number(), plot: z.array(z.object({ value: z.number(), quantile: z.number() })) }),
  refusals: [{ status: 422, when: 'there are fewer than eight values or all are equal' }],
  example: {
    input: { values: [1, 2, 3, 4, 5, 6, 7, 8] },
    output: { n: 8, mean: 4.5, sigma: 2.449489742783178, aSquared: 0.1454, aSquaredAdjusted: 0.1641, pValue: 0.9, isPlausible: true, skewness: 0, excessKurtosis: -1.238, plot: [{ value: 1, quantile: -1.434 }] },
  },
})
