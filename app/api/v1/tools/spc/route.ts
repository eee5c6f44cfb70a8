import { toolsSpc } from '@/lib/api/tools-spc'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { spcTool } from '@/lib/tools/spc-tool'

export const POST = route(toolsSpc, async ({ input }) => orRefuse(spcTool(input)) as never)
