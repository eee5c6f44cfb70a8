import { plantFigures } from '@/lib/api/plant-figures'
import { notThere } from '@/lib/http/problem'
import { route } from '@/lib/http/route'
import { figureTables } from '@/lib/plant/figures/figure-tables'
import { countQuery } from '@/lib/metering/count-query'
import { system } from '@/lib/system'

export const GET = route(plantFigures, async ({ input: { table, ...query }, person }) => {
  const found = await figureTables[table](system(), person!, query)
  if (!found) throw notThere()
  countQuery(system(), person!.tenantId)
  return { ...found, period: { ...found.period, from: found.period.from.toISOString(), to: found.period.to.toISOString() } }
})
