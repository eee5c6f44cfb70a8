import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { moment } from '@/lib/api/moment'
import { figureTableNames } from '@/lib/plant/figures/figure-tables'

export const figureQuery = z.object({
  table: z.enum(figureTableNames),
  place: z.string().max(300).optional().describe('Path of the place as in the address of its page; the site when not given'),
  range: z.enum(['shift', '24h', '7d', '30d']).optional(),
  date: z.iso.date().optional().describe('oee: a production day'),
  shift: z.string().max(60).optional().describe('oee: a shift of that day'),
  by: z.enum(['reason', 'group', 'equipment']).optional().describe('downtime'),
})

export const plantFigures = apiOperation({
  operationId: 'readFigures',
  method: 'get',
  path: '/api/v1/figures',
  summary: 'Figures of a page as a table',
  description: 'The rows that a page of the portal shows, made by the same functions, not rounded. Ratios are 0 to 1; null is not defined.',
  access: 'data.download',
  input: figureQuery,
  output: z.object({
    title: z.string(),
    place: z.object({ path: z.string(), name: z.string() }),
    period: z.object({ from: moment, to: moment, words: z.string() }),
    timeZone: z.string(),
    columns: z.array(z.object({ name: z.string(), unit: z.string().optional() })),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  }),
  refusals: [{ status: 404, when: 'there is no such place in the plant' }],
  example: {
    input: { table: 'downtime', place: 'northfield-dairy/filling/line-2', range: '24h' },
    output: {
      title: 'Downtime', place: { path: 'northfield-dairy/filling/line-2', name: 'Line 2' }, period: { from: '2026-03-11T08:00:00.000Z', to: '2026-03-12T08:00:00.000Z', words: 'last 24 hours' }, timeZone: 'Europe/London',
      columns: [{ name: 'code' }, { name: 'name' }, { name: 'kind' }, { name: 'downtime', unit: 'min' }, { name: 'stops' }, { name: 'cost', unit: 'GBP' }, { name: 'share' }, { name: 'cumulative_share' }],
      rows: [['foil-sealer-jam', 'Foil sealer jam', 'breakdown', 31.2, 5, 728, 1, 1]],
    },
  },
})
