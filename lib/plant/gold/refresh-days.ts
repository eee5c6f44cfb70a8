import type { Tx } from '@/lib/db'
import { loadLineRows, loadPlantModel, windowFigures } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'

const dayMs = 86_400_000
/** Days back that are written anew: somebody may still code a stop of theirs. */
const days = 30

/**
 * Writes the production days of a tenant's lines that touch the last 30 days, as the engine makes them: from shift
 * start to shift end by the plant's calendar, today's until now. Repeatable; what changed since is corrected.
 */
export async function refreshDays(system: System, tenantId: string): Promise<void> {
  const now = system.clock.now()
  await system.db.inTenant(tenantId, async (tx) => {
    const rows = await productionDays(tx, now)
    if (rows.length === 0) return
    await tx.$executeRaw`
      INSERT INTO production_day SELECT ${tenantId}, * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS d (line_id text, day date, starts_at timestamptz, ends_at timestamptz,
        planned_busy_minutes float8, producing_minutes float8, down_minutes float8, ideal_minutes float8, ideal_good_minutes float8, total float8, reject float8, rework float8)
      ON CONFLICT (tenant_id, line_id, day) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at, planned_busy_minutes = excluded.planned_busy_minutes,
        producing_minutes = excluded.producing_minutes, down_minutes = excluded.down_minutes, ideal_minutes = excluded.ideal_minutes, ideal_good_minutes = excluded.ideal_good_minutes,
        total = excluded.total, reject = excluded.reject, rework = excluded.rework`
  })
}

async function productionDays(tx: Tx, now: Date) {
  const model = await loadPlantModel(tx)
  const from = new Date(now.getTime() - days * dayMs)
  // A day that the period cuts is made whole.
  const lines = await loadLineRows(tx, model, model.nodes.filter(({ level }) => level === 'line'), new Date(from.getTime() - dayMs), now)
  return lines.flatMap((line) => {
    const shifts = line.shifts.filter(({ startsAt, endsAt }) => startsAt < now && endsAt > from)
    const windows = [...Map.groupBy(shifts, ({ localDate }) => localDate)].map(([day, own]) => ({ day, from: own[0]!.startsAt, to: own.at(-1)!.endsAt }))
    return windowFigures({ ...line, shifts }, windows, now).map((made, i) => ({
      line_id: line.node.id, day: windows[i]!.day, starts_at: windows[i]!.from, ends_at: windows[i]!.to,
      planned_busy_minutes: made.plannedBusyMinutes, producing_minutes: made.producingMinutes, down_minutes: made.downMinutes,
      ideal_minutes: made.idealMinutes, ideal_good_minutes: made.idealGoodMinutes, total: made.total, reject: made.reject, rework: made.rework,
    }))
  })
}
