import { toolsPareto } from '@/lib/api/tools-pareto'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { pareto } from '@/lib/spc/pareto'

export const POST = route(toolsPareto, async ({ input }) => ({ rows: orRefuse(pareto(input.causes, input.vitalRatio)) }))
