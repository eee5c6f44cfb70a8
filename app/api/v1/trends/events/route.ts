import { trendEvents } from '@/lib/api/trend-events'
import { route } from '@/lib/http/route'
import { system } from '@/lib/system'
import { loadTrendEvents } from '@/lib/telemetry/trend/load-trend-events'

export const GET = route(trendEvents, ({ input: { signals, from, to }, person }) => loadTrendEvents(system(), person!, { signals, window: { from, to } }))
