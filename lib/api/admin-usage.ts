import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { moment } from '@/lib/api/moment'

const usageRow = z.object({
  lease: z.string(),
  state: z.string(),
  email: z.string().nullable(),
  industry: z.enum(['dairy', 'chemical', 'oil-and-gas', 'pharma']),
  readyAt: moment.nullable(),
  deadlineAt: moment.nullable(),
  rowCount: z.int().describe('Rows in PostgreSQL under this lease'),
  objectCount: z.int().nullable().describe('Null: the object storage did not answer'),
  objectBytes: z.int().nullable(),
  sessionCount: z.int().describe('Sign-ins so far'),
  openSessionCount: z.int(),
  eventCount: z.int().describe('Engagement events, such as rooms opened and findings found'),
  lastSeenAt: moment.nullable(),
  notebook: z
    .object({ running: z.boolean(), lastActivityAt: moment.nullable(), notebooksOpened: z.int(), cellsRun: z.int(), cellsFailed: z.int() })
    .nullable()
    .describe('Null: the hub did not answer'),
})

export const adminUsage = apiOperation({
  operationId: 'getAdminUsage',
  method: 'get',
  path: '/api/admin/usage',
  summary: 'What each living lease uses',
  description: 'Rows, objects, sessions, engagement events and notebook activity per lease that is not gone. Counted when asked.',
  access: 'admin',
  input: z.object({}),
  output: z.object({ asOf: moment, leases: z.array(usageRow) }),
  refusals: [],
  example: {
    output: {
      asOf: '2026-03-12T11:42:26.000Z',
      leases: [
        {
          lease: 'demo-7kq2m4tz', state: 'ready', email: 'name@company.example', industry: 'dairy',
          readyAt: '2026-03-12T08:56:10.000Z', deadlineAt: '2026-03-13T08:56:10.000Z',
          rowCount: 128914, objectCount: 22, objectBytes: 48211034, sessionCount: 2, openSessionCount: 1, eventCount: 14,
          lastSeenAt: '2026-03-12T11:41:58.000Z',
          notebook: { running: true, lastActivityAt: '2026-03-12T11:40:02.000Z', notebooksOpened: 1, cellsRun: 17, cellsFailed: 0 },
        },
      ],
    },
  },
})

export type UsageRow = z.output<typeof usageRow>
