import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

export const notebookLease = apiOperation({
  operationId: 'findNotebookLease',
  method: 'post',
  path: '/api/internal/notebook-lease',
  summary: 'Until when a notebook server stays',
  description: 'For the notebook hub of this installation: JupyterLab warns its person before the demo plant and everything in it is deleted.',
  access: 'public',
  internal: 'HUB_API_TOKEN',
  input: z.object({ name: z.string().min(1).max(63) }),
  output: z.object({ endsAt: z.iso.datetime().nullable().describe('Null while nothing ends: the deadline is not set, or the plant is kept') }),
  refusals: [{ status: 404, when: 'the token of the hub is wrong, or there is no such lease' }],
  example: { input: { name: 'demo-7kq2m4tz' }, output: { endsAt: '2026-03-11T16:05:00.000Z' } },
})
