import type { ShiftInstance } from '@/lib/oee/shift-calendar'
import { type LineState, stateSegments } from '@/lib/oee/state-segments'
import { loadLineRows, loadPlantModel, modelAt, type PlantModel, shiftsOf } from '@/lib/plant/views/load-plant'
import type { PlantNode } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export interface SiteNow {
  path: string
  timeZone: string
  shift: Pick<ShiftInstance, 'name' | 'startsAt' | 'endsAt'> | null
}

export interface ShellView {
  tree: { id: string; name: string; path: string; depth: number; state?: LineState }[]
  /** Everything that has a name in this plant. */
  places: { name: string; path: string; level: string }[]
  /** Each with its clock and the shift that runs there now; the first stands for rooms without a place. */
  sites: SiteNow[]
  /** Of the first site. */
  timeZone: string
  now: Date
  lastReadingAt: Date | null
  historyDays: number
}

const depthOf = { site: 0, area: 1, line: 2, equipment: 2 } as const

/** The frame around every room: the tree down to the lines and what stands beside them, with their state now, the shift, the age of the readings. */
export function loadShell(system: System, reach: Reach): Promise<ShellView> {
  const now = system.clock.now()
  return system.db.inTenant(reach, async (tx) => {
    const model = await loadPlantModel(tx)
    const levelOf = new Map(model.nodes.map(({ id, level }) => [id, level]))
    const lines = model.nodes.filter((node) => node.level === 'line')
    const since = new Date(now.getTime() - 3_600_000)
    const sites = model.nodes.filter(({ level }) => level === 'site').map((site) => siteNow(model, site, now))
    const rows = await loadLineRows(tx, model, lines, since, now)
    const states = new Map(rows.map((row) => [row.node.id, stateSegments({ from: since, to: now, now, shifts: row.shifts, stops: row.stops, runs: row.runs }).at(-1)?.state]))
    const { livedUntil, historyFrom } = model.tenant
    return {
      tree: model.nodes
        .filter((node) => node.level !== 'equipment' || levelOf.get(node.parentId ?? '') === 'area')
        .map(({ id, name, path, level }) => ({ id, name, path, depth: depthOf[level], state: states.get(id) })),
      places: model.nodes.map(({ name, path, level }) => ({ name, path, level })),
      sites,
      timeZone: sites[0]?.timeZone ?? model.tenant.timeZone,
      now,
      lastReadingAt: livedUntil,
      historyDays: livedUntil && historyFrom ? Math.min(30, Math.round((livedUntil.getTime() - historyFrom.getTime()) / 86_400_000)) : 0,
    }
  })
}

function siteNow(model: PlantModel, site: PlantNode, now: Date): SiteNow {
  const own = modelAt(model, site)
  const shift = shiftsOf(own, now, new Date(now.getTime() + 1)).find(({ startsAt, endsAt }) => startsAt <= now && endsAt > now)
  return { path: site.path, timeZone: own.tenant.timeZone, shift: shift ? { name: shift.name, startsAt: shift.startsAt, endsAt: shift.endsAt } : null }
}
