import { toolsGaugeRr } from '@/lib/api/tools-gauge-rr'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { gaugeRrTool } from '@/lib/tools/gauge-rr-tool'

export const POST = route(toolsGaugeRr, async ({ input }) => orRefuse(gaugeRrTool(input)))
