import { toolsYield } from '@/lib/api/tools-yield'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { yieldChain } from '@/lib/oee/yields'

export const POST = route(toolsYield, async ({ input }) => orRefuse(yieldChain(input.steps)))
