import { type MinuteSample, type SloView, sloDays, sloNeighbours, sloOf } from '@/lib/health/slo'
import type { System } from '@/lib/system'

export interface UptimeDay {
  day: string
  /** Of the minutes that were asked. */
  up: number
  asked: number
}

export interface IncidentView {
  id: string
  neighbour: string | null
  title: string
  openedAt: string
  closedAt: string | null
  openedBy: string
  closedBy: string | null
  notes: { id: string; at: string; author: string; text: string }[]
}

export interface WindowView {
  id: string
  title: string
  startsAt: string
  endsAt: string
  createdBy: string
  /** cancelled, over, running or ahead */
  state: 'cancelled' | 'over' | 'running' | 'ahead'
}

export interface HealthView {
  slo: SloView
  uptime: { neighbour: string; days: UptimeDay[] }[]
  incidents: IncidentView[]
  windows: WindowView[]
}

const shownIncidents = 50

/** Thirty days of what was measured, and what people said of it. */
export async function loadHealthView(system: System): Promise<HealthView> {
  const now = system.clock.now()
  const from = new Date(now.getTime() - sloDays * 86_400_000)
  const { samples, uptime, incidents, notes, windows } = await system.db.asOperator(async (tx) => {
    const incidents = await tx.incident.findMany({ where: { OR: [{ closedAt: null }, { closedAt: { gte: from } }] }, orderBy: { openedAt: 'desc' }, take: shownIncidents })
    return {
      incidents,
      notes: await tx.incidentNote.findMany({ where: { incidentId: { in: incidents.map(({ id }) => id) } }, orderBy: { at: 'asc' } }),
      windows: await tx.maintenanceWindow.findMany({ where: { endsAt: { gte: from } }, orderBy: { startsAt: 'desc' } }),
      samples: await tx.$queryRaw<MinuteSample[]>`
        SELECT (extract(epoch FROM at) / 60)::int AS minute, bool_and(state <> 'down') AS good FROM neighbour_sample
        WHERE at >= ${from}::timestamptz AND neighbour = ANY(${sloNeighbours}) GROUP BY at ORDER BY at`,
      uptime: await tx.$queryRaw<({ neighbour: string } & UptimeDay)[]>`
        SELECT neighbour, to_char(at, 'YYYY-MM-DD') AS day, count(*) FILTER (WHERE state <> 'down')::int AS up, count(*)::int AS asked FROM neighbour_sample
        WHERE at >= ${from}::timestamptz GROUP BY 1, 2 ORDER BY 1, 2`,
    }
  })
  return {
    slo: sloOf(samples, windows.filter(({ cancelledAt }) => !cancelledAt), now),
    uptime: [...Map.groupBy(uptime, ({ neighbour }) => neighbour)].map(([neighbour, days]) => ({ neighbour, days })),
    incidents: incidents.map((one) => ({
      id: one.id, neighbour: one.neighbour, title: one.title, openedAt: one.openedAt.toISOString(), closedAt: one.closedAt?.toISOString() ?? null, openedBy: one.openedBy, closedBy: one.closedBy,
      notes: notes.filter(({ incidentId }) => incidentId === one.id).map(({ id, at, author, text }) => ({ id, at: at.toISOString(), author, text })),
    })),
    windows: windows.map((one) => ({
      id: one.id, title: one.title, startsAt: one.startsAt.toISOString(), endsAt: one.endsAt.toISOString(), createdBy: one.createdBy,
      state: one.cancelledAt ? 'cancelled' : one.endsAt <= now ? 'over' : one.startsAt <= now ? 'running' : 'ahead',
    })),
  }
}
