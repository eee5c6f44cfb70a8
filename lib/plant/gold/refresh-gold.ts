import { markGoldFresh } from '@/lib/catalogue/freshness'
import { livingPlants } from '@/lib/plant/gold/living-plants'
import { refreshDays } from '@/lib/plant/gold/refresh-days'
import type { System } from '@/lib/system'

/**
 * Keeps the gold tables of every plant that lives, for queries, the catalogue and a BI tool alike: figures of the last
 * days change while it does, older ones when somebody codes a stop anew.
 */
export async function refreshGold(system: System): Promise<void> {
  for (const { id } of await livingPlants(system)) {
    const readAt = system.clock.now()
    await refreshDays(system, id)
    await markGoldFresh(system, id, readAt)
  }
}
