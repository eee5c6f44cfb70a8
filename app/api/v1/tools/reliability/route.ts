import { toolsReliability } from '@/lib/api/tools-reliability'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { reliability } from '@/lib/reliability/mtbf'

export const POST = route(toolsReliability, async ({ input }) => orRefuse(reliability(input)))
