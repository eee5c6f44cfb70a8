import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

export const lakeConnection = apiOperation({
  operationId: 'openLakeConnection',
  method: 'post',
  path: '/api/internal/lake-connection',
  summary: 'With what a BI tool reads a plant’s open tables now',
  description: 'For the BI tool of this installation, each time before it asks Trino: it shows the password of its own connection, which names the plant. Nobody else is told, and nothing of a plant that has ended.',
  access: 'public',
  internal: 'SUPERSET_PORTAL_KEY',
  input: z.object({ connection: z.string().min(1).max(200).describe('The password of the connection, as it was made for the plant') }),
  output: z.object({
    url: z.url().describe('Of Trino'),
    user: z.string(),
    catalog: z.string().describe('Of the plant; made when it was not there'),
    token: z.string().describe('Which Trino takes from that user for five minutes'),
    timeZone: z.string().describe('Of the plant'),
  }),
  refusals: [{ status: 404, when: 'the key of the tool is wrong, the connection is nobody’s, the plant has ended, has no open tables yet, or Trino does not answer' }],
  example: {
    input: { connection: 'demo-7kq2m4tz.l0Vt3m2Jw4y' },
    output: { url: 'https://trino.example.com', user: 't_demo_7kq2m4tz', catalog: 't_demo_7kq2m4tz__0a1b2c3d', token: 'eyJhbGciOiJIUzI1NiJ9.…', timeZone: 'Europe/Berlin' },
  },
})
