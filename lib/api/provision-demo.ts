import { z } from 'zod'
import { apiOperation } from '@/lib/api/api-operation'
import { analysisSchema } from '@/lib/tools/analysis'

export const provisionDemo = apiOperation({
  operationId: 'provisionDemo',
  method: 'post',
  path: '/api/provision-demo',
  summary: 'Ask for a demo plant',
  description:
    'Sends a confirmation mail to the address; the plant is built once the link in it is opened. The answer is the same for addresses that are known and unknown, and posting it again makes no second plant.',
  access: 'public',
  maxBodyBytes: 512 * 1024,
  input: z.object({
    email: z.string().max(320).describe('Work address; disposable mail services are refused'),
    industry: z.enum(['dairy', 'chemical', 'oil-and-gas', 'pharma']).describe('Which fictional plant'),
    source: z
      .record(z.string().max(40), z.string().max(200))
      .refine((source) => Object.keys(source).length <= 12, 'At most 12 entries.')
      .optional()
      .describe('Where the request came from, such as utm_source; kept with the request'),
    timeZone: z.string().max(60).optional().describe('Of the browser, as an IANA name: mail comes by day there'),
    analysis: analysisSchema.optional().describe('A tool of the site as somebody left it; it waits in the plant when the address is confirmed'),
  }),
  output: z.object({ status: z.literal('check your mail') }),
  status: 202,
  refusals: [
    { status: 422, when: 'the address is malformed or from a disposable mail service, or the industry is not one of the four' },
    { status: 429, when: 'too many requests for this address or from this network; Retry-After says when to try again' },
  ],
  example: { input: { email: 'name@company.example', industry: 'dairy' }, output: { status: 'check your mail' } },
})

/** Allowances of one address and of one network (/24 or /56). */
export const provisionDemoRates = {
  address: { burst: 5, perMinute: 1 },
  network: { burst: 20, perMinute: 5 },
}
