import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'

export const readObject = apiOperation({
  operationId: 'getObject',
  method: 'get',
  path: '/api/objects/{space}/{path}',
  summary: 'Download an object',
  description: 'Opens a link that the portal made. The link is signed and holds for a limited time; after the plant is gone it opens nothing.',
  access: 'public',
  pathFields: z.object({ space: z.string(), path: z.string().describe('May contain slashes') }),
  input: z.object({ expires: z.coerce.number().int().describe('Seconds since 1970'), signature: z.string().max(100) }),
  output: z.string(),
  produces: 'application/octet-stream',
  refusals: [{ status: 404, when: 'the link does not hold (any more) or the object is gone' }],
  example: { path: { space: 'demo-7kq2m4tz', path: 'samples/stops.csv' }, input: { expires: 1773309600, signature: '…' }, output: '' },
})
