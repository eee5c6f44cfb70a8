import { loadPlantModel } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

/** A signal as it can be picked and drawn. */
export interface TrendSignal {
  id: string
  name: string
  place: string
  unit: string
  decimals: number
  lowLimit: number | null
  highLimit: number | null
}

export interface TrendsView {
  timeZone: string
  /** Every signal of the plant, in the order of the tree. */
  signals: TrendSignal[]
}

export const loadTrendSignals = (system: System, reach: Reach): Promise<TrendsView> =>
  system.db.inTenant(reach, async (tx) => {
    const { tenant, nodes } = await loadPlantModel(tx)
    const found = await tx.signal.findMany({ orderBy: { id: 'asc' } })
    const signals = nodes.flatMap((node) =>
      found.filter(({ nodeId }) => nodeId === node.id).map(({ id, name, unit, decimals, lowLimit, highLimit }) => ({ id, name, place: node.name, unit, decimals, lowLimit, highLimit })),
    )
    return { timeZone: tenant.timeZone, signals }
  })
