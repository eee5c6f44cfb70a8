import { toolsSchedule } from '@/lib/api/tools-schedule'
import { orRefuse } from '@/lib/http/or-refuse'
import { route } from '@/lib/http/route'
import { planJobShop } from '@/lib/schedule/job-shop'

/** Within a second for the largest request; the answer says when it is not proven. */
const limits = { searchSteps: 800, nodes: 20_000 }

export const POST = route(toolsSchedule, async ({ input }) => orRefuse(planJobShop(input.jobs, limits)))
