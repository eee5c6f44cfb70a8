import { z } from 'zod'
import { browserOf } from '@/lib/funnel/browser-of'
import { recordVisit } from '@/lib/funnel/record-visit'
import { Refusal } from '@/lib/http/problem'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'

const text = z.string().max(200).optional()
const spec = {
  method: 'post' as const,
  path: '/api/visit',
  summary: 'A page of the site was looked at',
  description: 'First-party and without anything kept in the browser; who objects (Sec-GPC, DNT) and bots are not counted.',
  access: 'public' as const,
  maxBodyBytes: 4096,
  input: z.object({ kind: z.enum(['visit', 'cta']), path: z.string().regex(/^\/[^?#]*$/, 'A path without query.').max(200), referrer: z.string().max(2000).optional(), utmSource: text, utmCampaign: text }),
  output: z.object({ counted: z.boolean() }),
}

export const POST = route(spec, async ({ input, request, address }) => {
  const outcome = await recordVisit(system(), browserOf(request.headers, address), input)
  if (outcome.kind === 'too many') throw new Refusal(429, 'Too many requests', 'Nobody reads that fast. Nothing more is counted for now.', { 'retry-after': String(outcome.retryAfterSeconds) })
  return { counted: outcome.kind === 'counted' }
})
