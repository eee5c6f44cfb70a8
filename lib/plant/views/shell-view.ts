import type { ShiftInstance } from '@/lib/oee/shift-calendar'
import { type LineState, stateSegments } from '@/lib/oee/state-segments'
import { loadLineRows, loadPlantModel, shiftsOf } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export interface ShellView {
  tree: { id: string; name: string; path: string; depth: number; state?: LineState }[]
  /** Everything that has a name in this plant. */
  places: { name: string; path: string; level: string }[]
  /** The shift that runs now. */
  shift: ShiftInstance | null
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
    const shifts = shiftsOf(model, since, new Date(now.getTime() + 3_600_000))
    const rows = await loadLineRows(tx, lines, since, now)
    const states = new Map(rows.map((row) => [row.node.id, stateSegments({ from: since, to: now, now, shifts, stops: row.stops, runs: row.runs }).at(-1)?.state]))
    const { livedUntil, historyFrom, timeZone } = model.tenant
    return {
      tree: model.nodes
        .filter((node) => node.level !== 'equipment' || levelOf.get(node.parentId ?? '') === 'area')
        .map(({ id, name, path, level }) => ({ id, name, path, depth: depthOf[level], state: states.get(id) })),
      places: model.nodes.map(({ name, path, level }) => ({ name, path, level })),
      shift: shifts.find((shift) => shift.startsAt <= now && shift.endsAt > now) ?? null,
      timeZone,
      now,
      lastReadingAt: livedUntil,
      historyDays: livedUntil && historyFrom ? Math.min(30, Math.round((livedUntil.getTime() - historyFrom.getTime()) / 86_400_000)) : 0,
    }
  })
}
