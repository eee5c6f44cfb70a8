import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { trendQuery } from '@/lib/api/trend-query'

const ms = z.number().describe('Milliseconds since 1970, UTC')
const list = z.array(z.number())

export const trends = apiOperation({
  operationId: 'readTrends',
  method: 'get',
  path: '/api/v1/trends',
  summary: 'Signals over a window, thinned to the pixels',
  description:
    'For each signal the least and the greatest reading of every pixel, so that no extreme is lost, with the first and the last; where readings are too many or no longer kept, mean, least and greatest of roll-ups. Statistics are those of all readings of the window, or of the roll-ups that touch it. Times are milliseconds since 1970, in lists as long as those of the values.',
  access: 'plant.view',
  input: trendQuery.extend({
    width: z.coerce.number().int().min(10).max(4000).default(1000).describe('Pixels of the plot'),
    as: z.enum(['drawn', 'means']).default('drawn').describe('means: mean, least and greatest of each pixel also where the readings are there'),
  }),
  output: z.object({
    from: ms,
    to: ms,
    series: z.array(
      z.object({
        id: z.string(),
        source: z.enum(['readings', 'roll-ups']),
        levelSeconds: z.number().nullable().describe('Length of a roll-up; null for readings'),
        stepMs: z.number().describe('Length of a bucket'),
        points: z.object({ at: list, v: list }).nullable().describe('Readings; the nearest before and after the window come with them'),
        means: z.object({ at: list, mean: list, min: list, max: list }).nullable().describe('Buckets by their start'),
        gaps: z.array(z.object({ from: ms, to: ms })).describe('Nothing was read for longer than three expected intervals'),
        statistics: z
          .object({ count: z.number(), min: z.number(), max: z.number(), mean: z.number(), deviation: z.number().nullable().describe('Sample standard deviation'), first: z.number(), last: z.number() })
          .nullable()
          .describe('null without a reading'),
      }),
    ),
  }),
  refusals: [
    { status: 404, when: 'the plant has no such signal' },
    { status: 422, when: 'the window is empty or longer than a year, or there are more than eight signals' },
  ],
  example: {
    input: { signals: 'line-2.sealer.temperature', from: '2026-03-12T08:00:00Z', to: '2026-03-12T16:00:00Z', width: 1000 },
    output: {
      from: 1773302400000, to: 1773331200000,
      series: [{
        id: 'line-2.sealer.temperature', source: 'readings', levelSeconds: null, stepMs: 28_800,
        points: { at: [1773302400000, 1773302460000], v: [181.4, 181.6] }, means: null, gaps: [{ from: 1773313800000, to: 1773316560000 }],
        statistics: { count: 434, min: 179.9, max: 183.2, mean: 181.5, deviation: 0.62, first: 181.4, last: 181.9 },
      }],
    },
  },
})
