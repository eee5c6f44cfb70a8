import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'
import type { PlantNames } from '@/lib/telemetry/events/read-events'

/** What events of this plant may name, as the gateway knows it. */
export const loadPlantNames = ({ db }: System, reach: Reach): Promise<PlantNames> =>
  db.inTenant(reach, async (tx) => {
    const [nodes, reasons, products] = await Promise.all([
      tx.plantNode.findMany({ select: { id: true, level: true, parentId: true }, orderBy: { path: 'asc' } }),
      tx.stopReason.findMany({ where: { parentCode: { not: null } }, select: { code: true }, orderBy: { code: 'asc' } }),
      tx.product.findMany({ select: { id: true }, orderBy: { id: 'asc' } }),
    ])
    const lines = new Set(nodes.filter(({ level }) => level === 'line').map(({ id }) => id))
    return {
      places: new Map(nodes.map(({ id, level, parentId }) => [id, { level, lineId: parentId !== null && lines.has(parentId) ? parentId : null }])),
      reasons: new Set(reasons.map(({ code }) => code)),
      products: new Set(products.map(({ id }) => id)),
    }
  })
