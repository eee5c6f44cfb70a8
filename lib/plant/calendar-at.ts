import type { ShiftException, ShiftPattern } from '@/lib/oee/shift-calendar'

export type PatternAt = ShiftPattern & { nodeId: string }
export type ExceptionAt = ShiftException & { nodeId: string }

interface Node {
  id: string
  path: string
  timeZone: string | null
}

export interface CalendarAt {
  /** IANA name. */
  timeZone: string
  patterns: PatternAt[]
  exceptions: ExceptionAt[]
}

/**
 * The calendar by which a place works. Shifts are those of the nearest place from it upwards that has any: a line with
 * shifts of its own has none of its site's. Exceptions add up: a holiday of the site closes its lines too, an extra shift
 * of a line is that line's alone. The clock is the site's, or the tenant's.
 */
export function calendarAt(place: Node, whole: { nodes: Node[]; patterns: PatternAt[]; exceptions: ExceptionAt[]; timeZone: string }): CalendarAt {
  const upwards = whole.nodes.filter(({ path }) => path === place.path || place.path.startsWith(`${path}/`)).sort((a, b) => b.path.length - a.path.length)
  const nearest = upwards.find(({ id }) => whole.patterns.some(({ nodeId }) => nodeId === id))
  return {
    timeZone: upwards.at(-1)?.timeZone ?? whole.timeZone,
    patterns: whole.patterns.filter(({ nodeId }) => nodeId === nearest?.id),
    exceptions: whole.exceptions.filter(({ nodeId }) => upwards.some(({ id }) => id === nodeId)),
  }
}
