import { livingPlants } from '@/lib/plant/gold/living-plants'
import { refreshDays } from '@/lib/plant/gold/refresh-days'
import type { System } from '@/lib/system'

/**
 * Makes the tool's dashboards for every plant that has the product's own and not yet the tool's, one after the other, with
 * the figures that they show. What the tool refuses or cannot now is tried again at the next run.
 */
export async function keepToolDashboards(system: System): Promise<void> {
  const { biTool: tool } = system
  if (!tool) return
  const held = await tool.listWhole()
  if (!held.ok) return void system.log.warn({ failure: held.failure }, 'the BI tool does not say what it holds')
  for (const { id, storyId } of await livingPlants(system)) {
    if (held.value.includes(id)) continue
    await refreshDays(system, id)
    const made = await tool.ensureDashboards(id, storyId)
    if (!made.ok) system.log.warn({ tenant: id, failure: made.failure }, 'dashboards not made in the BI tool; tried again in a minute')
  }
}
