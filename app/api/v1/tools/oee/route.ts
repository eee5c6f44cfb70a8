import { toolsOee } from '@/lib/api/tools-oee'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { oeeTool } from '@/lib/tools/oee-tool'

export const POST = route(toolsOee, async ({ input }) => orRefuse(oeeTool(input)))
