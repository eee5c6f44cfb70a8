import { treeOrder } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'

export interface PlaceOption {
  id: string
  label: string
}

/** Every place in the order of the tree, indented by its depth: for lists to choose from. */
export const listPlaces = (system: System, tenantId: string): Promise<PlaceOption[]> =>
  system.db.inTenant(tenantId, async (tx) =>
    treeOrder(await tx.plantNode.findMany()).map(({ id, name, path }) => ({ id, label: `${'\u2003'.repeat(path.split('/').length - 1)}${name}` })),
  )
