import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { moment } from '@/lib/api/moment'
import { trendQuery } from '@/lib/api/trend-query'

const span = { startsAt: moment, endsAt: moment.nullable() }

export const trendEvents = apiOperation({
  operationId: 'readTrendEvents',
  method: 'get',
  path: '/api/v1/trends/events',
  summary: 'What happened beside signals',
  description: 'Alarms of the signals, batches and stops of their lines, and annotations, as far as they touch the window. An end that is null is not reached yet; of an annotation it means a moment.',
  access: 'plant.view',
  input: trendQuery,
  output: z.object({
    alarms: z.array(
      z.object({
        id: z.string(), signalId: z.string(), name: z.string(),
        priority: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).describe('1 critical, 2 high, 3 medium, 4 low'),
        state: z.enum(['unacknowledged', 'acknowledged', 'returned', 'closed']),
        raisedAt: moment, returnedAt: moment.nullable(),
      }),
    ),
    alarmsLeftOut: z.int().describe('More than are listed; those have the highest priority'),
    batches: z.array(z.object({ id: z.string(), line: z.string(), product: z.string(), ...span })),
    stops: z.array(z.object({ id: z.string(), line: z.string(), reason: z.string(), kind: z.string(), ...span })),
    annotations: z.array(
      z.object({ id: z.string(), signalId: z.string().nullable().describe('null: about all signals'), ...span, text: z.string(), author: z.string(), editedAt: moment.nullable(), mayChange: z.boolean() }),
    ),
  }),
  refusals: [{ status: 404, when: 'the plant has no such signal' }, { status: 422, when: 'the window is empty or longer than a year' }],
  example: {
    input: { signals: 'line-2.sealer.temperature', from: '2026-03-12T08:00:00Z', to: '2026-03-12T16:00:00Z' },
    output: {
      alarms: [{ id: 'a3f0', signalId: 'line-2.sealer.temperature', name: 'Sealing temperature low', priority: 2, state: 'returned', raisedAt: '2026-03-12T11:20:00.000Z', returnedAt: '2026-03-12T11:31:00.000Z' }],
      alarmsLeftOut: 0,
      batches: [{ id: 'B-2231', line: 'Line 2', product: 'Strawberry 150 g', startsAt: '2026-03-12T06:10:00.000Z', endsAt: null }],
      stops: [],
      annotations: [{ id: '5d2c', signalId: null, startsAt: '2026-03-12T11:20:00.000Z', endsAt: null, text: 'Heater cartridge changed', author: 'r.hale@example.com', editedAt: null, mayChange: true }],
    },
  },
})
