import { toolsNormality } from '@/lib/api/tools-normality'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { normality } from '@/lib/spc/normality'

export const POST = route(toolsNormality, async ({ input }) => orRefuse(normality(input.values)))
