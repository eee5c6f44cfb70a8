import { toolsOeeEvents } from '@/lib/api/tools-oee-events'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { oeeEventsTool } from '@/lib/tools/oee-events-tool'

export const POST = route(toolsOeeEvents, async ({ input }) => {
  const { oee, ...more } = orRefuse(oeeEventsTool(input))
  return { oee: { ...oee }, ...more, losses: more.losses.map((loss) => ({ ...loss })) }
})
