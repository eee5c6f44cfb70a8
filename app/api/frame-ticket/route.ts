import { z } from 'zod'
import { toolDoor } from '@/lib/embedding/tool-door'
import { notThere, Refusal } from '@/lib/http/problem'
import { route } from '@/lib/http/route'

const spec = {
  method: 'get' as const,
  path: '/api/frame-ticket',
  summary: 'A ticket for a framed dashboard',
  description: 'For the portal’s own pages: five minutes of one dashboard, in this session.',
  access: 'plant.view' as const,
  input: z.object({ dashboard: z.string().max(100) }),
  output: z.object({ ticket: z.string(), embeddedId: z.string() }),
}

export const GET = route(spec, async ({ input, person }) => {
  const made = await toolDoor()?.ticketFor(person!, input.dashboard)
  if (made && !made.ok) throw new Refusal(503, 'Not now', 'The BI tool does not answer. Try again in a minute.', { 'retry-after': '30' })
  if (!made?.value) throw notThere()
  return made.value
})
