import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { moment } from '@/lib/api/moment'

export const healthcheck = apiOperation({
  operationId: 'getHealth',
  method: 'get',
  path: '/api/healthcheck',
  summary: 'Whether the platform answers',
  description:
    'up: every neighbour answers. degraded: the portal works, a neighbour or the workers do not. down: the database does not answer; then the status is 503 with the same body. Neighbours are asked every minute by the workers.',
  access: 'public',
  input: z.object({}),
  output: z.object({
    status: z.enum(['up', 'degraded', 'down']),
    version: z.string(),
    neighbours: z.array(z.object({ name: z.string(), state: z.enum(['up', 'slow', 'starting', 'down', 'off']), since: moment.nullable() })),
  }),
  refusals: [],
  example: {
    output: {
      status: 'degraded',
      version: '0.1.0',
      neighbours: [
        { name: 'PostgreSQL', state: 'up', since: '2026-03-12T06:00:02.000Z' },
        { name: 'Notebooks', state: 'down', since: '2026-03-12T11:40:00.000Z' },
      ],
    },
  },
})

export type Health = z.output<typeof healthcheck.output>
