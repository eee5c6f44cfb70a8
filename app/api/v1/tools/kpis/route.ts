import { toolsKpis } from '@/lib/api/tools-kpis'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { kpisOf } from '@/lib/oee/kpis'

export const POST = route(toolsKpis, async ({ input }) => ({ kpis: orRefuse(kpisOf(input)) }))
