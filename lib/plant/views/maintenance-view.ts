import type { MaintenanceEntry, PlantNode } from '@/lib/generated/prisma/client'
import { findPlace, loadPlantModel, type PlantModel } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export interface MaintenanceView {
  model: PlantModel
  place: PlantNode
  /** Newest first. */
  entries: (MaintenanceEntry & { node: string })[]
}

/** The maintenance log of a place and what is below it. Null when there is no such place. */
export function loadMaintenance(system: System, reach: Reach, path: string[] | undefined): Promise<MaintenanceView | null> {
  return system.db.inTenant(reach, async (tx) => {
    const model = await loadPlantModel(tx)
    const place = findPlace(model, path)
    if (!place) return null
    const near = model.nodes.filter((node) => place.level === 'site' || node.path === place.path || node.path.startsWith(`${place.path}/`))
    const names = new Map(near.map(({ id, name }) => [id, name]))
    const entries = await tx.maintenanceEntry.findMany({ where: { nodeId: { in: [...names.keys()] }, openedAt: { lte: system.clock.now() } }, orderBy: { openedAt: 'desc' } })
    return { model, place, entries: entries.map((entry) => ({ ...entry, node: names.get(entry.nodeId)! })) }
  })
}
