import { trends } from '@/lib/api/trends'
import { route } from '@/lib/http/route'
import { countQuery } from '@/lib/metering/count-query'
import { system } from '@/lib/system'
import { loadTrend } from '@/lib/telemetry/trend/load-trend'

export const GET = route(trends, async ({ input: { signals, from, to, width, as }, person }) => {
  const series = await loadTrend(system(), person!, { signals, window: { from, to }, width, asMeans: as === 'means' })
  countQuery(system(), person!.tenantId)
  return { from, to, series }
})
