import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

export const biAnalyst = apiOperation({
  operationId: 'admitBiAnalyst',
  method: 'post',
  path: '/api/internal/bi-analyst',
  summary: 'What somebody who signed in at the BI tool may look at there',
  description: 'For the BI tool of this installation, at each sign-in and again while the person works: it says whom the identity provider let in and is told which of its connections they read. An analyst, an engineer or an administrator of the whole plant reads that plant’s; nobody else is let in, but the platform’s own administrators, who look after the tool.',
  access: 'public',
  internal: 'SUPERSET_PORTAL_KEY',
  input: z.object({
    subject: z.string().min(1).max(200).describe('The person, as the identity provider says'),
    username: z.string().min(1).max(255),
    tenant: z.string().min(1).max(63).default('platform'),
  }),
  output: z.object({ connections: z.array(z.string()).nullable().describe('The tool’s names of what the person reads; null: the person administers the tool') }),
  refusals: [{ status: 404, when: 'the key of the tool is wrong, there is no such person, their account or plant is closed, or no role of theirs lets them take data of the whole plant away' }],
  example: { input: { subject: '0d7c1e5a-8a53-4d0c-9d5e-6c1f0a3b2d4e', username: 'p-1f0c9a7be2d43586', tenant: 'riverside' }, output: { connections: ['millrace-riverside', 'millrace-riverside_lake'] } },
})
