import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

const from0 = z.number().min(0)
const ratio = z.number().nullable().describe('0 to 1, not rounded; null is not defined')

export const toolsOee = apiOperation({
  operationId: 'computeOee',
  method: 'post',
  path: '/api/v1/tools/oee',
  summary: 'Compute OEE from totals',
  description: 'Availability, performance, quality, OEE and TEEP of one period by ISO 22400-2, with the minutes that each loss took. The same engine as every screen; nothing is stored.',
  access: 'public',
  input: z.object({
    shiftMinutes: from0.describe('Scheduled time'),
    breakMinutes: from0.default(0).describe('Planned stops in it: breaks, no order, cleaning'),
    stopMinutes: from0.default(0).describe('Stops that were not planned'),
    idealRatePerMinute: from0.describe('Pieces a minute at ideal speed'),
    totalCount: from0.describe('All pieces'),
    rejectCount: from0.default(0).describe('Rejected and reworked pieces'),
    calendarMinutes: from0.optional().describe('All time of the period, for TEEP; the scheduled time when not given'),
  }),
  output: z.object({
    plannedBusyMinutes: z.number(),
    availability: ratio,
    performance: ratio.describe('Capped at 1; performanceRaw is not'),
    performanceRaw: z.number().nullable(),
    quality: ratio,
    oee: ratio,
    teep: ratio,
    undefinedBecause: z.record(z.string(), z.string()).describe('Why a figure is null'),
    lossMinutes: z.object({ availability: z.number(), performance: z.number(), quality: z.number() }),
    fullyProductiveMinutes: z.number(),
    notices: z.array(z.string()),
  }),
  refusals: [{ status: 422, when: 'the totals contradict each other; the detail names the field' }],
  example: {
    input: { shiftMinutes: 480, breakMinutes: 60, stopMinutes: 47, idealRatePerMinute: 60, totalCount: 19271, rejectCount: 423 },
    output: {
      plannedBusyMinutes: 420, availability: 0.888095238095238, performance: 0.8610813226094728, performanceRaw: 0.8610813226094728,
      quality: 0.9780499195682631, oee: 0.7479365079365079, teep: 0.6544444444444444, undefinedBecause: {},
      lossMinutes: { availability: 47, performance: 51.81666666666666, quality: 7.050000000000011 },
      fullyProductiveMinutes: 314.1333333333333, notices: [],
    },
  },
})
