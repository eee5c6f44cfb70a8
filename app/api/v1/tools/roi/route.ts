import { toolsRoi } from '@/lib/api/tools-roi'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { roiTool } from '@/lib/tools/roi-tool'

export const POST = route(toolsRoi, async ({ input }) => orRefuse(roiTool(input)))
