import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { moment } from '@/lib/api/moment'

const resource = z.object({
  name: z.string().describe('identity, data-key, object-space, plant-data, notebook, dashboards or mail-schedule'),
  label: z.string(),
  system: z.string().describe('What kind of system holds it'),
  state: z.enum(['waiting', 'running', 'retrying', 'up', 'given-up', 'removing', 'removed']),
  note: z.string().describe('What is there, in words'),
  url: z.url().nullable().describe('Where a browser opens it, when it is up and can be opened'),
})

export const userResources = apiOperation({
  operationId: 'listUserResources',
  method: 'get',
  path: '/api/user/resources',
  summary: 'What the signed-in person has',
  description: 'Every part of the demo plant with its state and where it opens, and the moment at which all of it is deleted. Outside a demo the list is empty.',
  access: 'plant.view',
  input: z.object({}),
  output: z.object({
    lease: z.object({ name: z.string(), state: z.string(), hours: z.int(), readyAt: moment.nullable(), deadlineAt: moment.nullable() }).nullable(),
    resources: z.array(resource),
  }),
  refusals: [],
  example: {
    output: {
      lease: { name: 'demo-7kq2m4tz', state: 'ready', hours: 24, readyAt: '2026-03-12T08:56:10.000Z', deadlineAt: '2026-03-13T08:56:10.000Z' },
      resources: [
        { name: 'plant-data', label: 'Plant data', system: 'PostgreSQL', state: 'up', note: '30 days of history', url: 'http://localhost:3000/plant' },
        { name: 'data-key', label: 'Data key', system: 'Key store', state: 'up', note: '1 key, wrapped', url: null },
      ],
    },
  },
})
