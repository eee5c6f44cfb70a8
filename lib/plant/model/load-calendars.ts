import { calendarAt } from '@/lib/plant/calendar-at'
import { loadPlantModel } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'

export interface CalendarRow {
  id: string
  name: string
  depth: number
  timeZone: string
  /** Names of the shifts by which the place works, and where they stand when that is above it. */
  shifts: string[]
  from: string | null
}

/** Places that have a calendar: every site, and what differs from the place above it. */
export const loadCalendars = (system: System, tenantId: string): Promise<CalendarRow[]> =>
  system.db.inTenant(tenantId, async (tx) => {
    const model = await loadPlantModel(tx)
    const differs = new Set([...model.patterns, ...model.exceptions].map(({ nodeId }) => nodeId))
    return model.nodes.filter(({ id, level }) => level === 'site' || differs.has(id)).map((place) => {
      const { patterns, timeZone } = calendarAt(place, { ...model, timeZone: model.tenant.timeZone })
      const at = patterns[0]?.nodeId
      return { id: place.id, name: place.name, depth: place.path.split('/').length - 1, timeZone, shifts: patterns.map(({ name }) => name), from: at && at !== place.id ? (model.nodes.find(({ id }) => id === at)?.name ?? null) : null }
    })
  })
