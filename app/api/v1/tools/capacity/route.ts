import { toolsCapacity } from '@/lib/api/tools-capacity'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { capacityTool } from '@/lib/tools/capacity/capacity-tool'

export const POST = route(toolsCapacity, async ({ input }) => orRefuse(capacityTool(input)))
