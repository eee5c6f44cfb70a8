import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

export const notebookTicket = apiOperation({
  operationId: 'redeemNotebookTicket',
  method: 'post',
  path: '/api/internal/notebook-ticket',
  summary: 'Redeem a notebook ticket',
  description: 'For the notebook hub of this installation: tells whose ticket it is, once, and only while the plant is open.',
  access: 'public',
  internal: 'HUB_API_TOKEN',
  input: z.object({ ticket: z.string().min(1).max(200) }),
  output: z.object({ name: z.string().describe('Whose notebook server is to be opened') }),
  refusals: [{ status: 404, when: 'the token of the hub is wrong, or the ticket is unknown, used, expired or its plant is closed' }],
  example: { input: { ticket: 'c0ffee…' }, output: { name: 'demo-7kq2m4tz' } },
})
