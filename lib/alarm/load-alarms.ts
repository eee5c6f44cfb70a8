import type { System } from '@/lib/system'

export interface AlarmRow {
  id: string
  priority: 1 | 2 | 3 | 4
  /** ISA-18.2: active and unacknowledged, active and acknowledged, returned to normal and unacknowledged. */
  state: 'unacknowledged' | 'acknowledged' | 'returned'
  name: string
  signal: string
  place: string
  path: string
  value: number | null
  limit: number | null
  unit: string
  decimals: number
  raisedAt: string
  returnedAt: string | null
  acknowledgedBy: string | null
}

export interface AlarmsView {
  open: AlarmRow[]
  /** Alarms whose rule is shelved: not in the list, and not forgotten. */
  shelved: number
  /** Raised in the last ten minutes; more than ten are a flood (EEMUA 191). */
  lastTenMinutes: number
}

export const floodCount = 10
/** Notified with the tenant whenever one of its alarms changes. */
export const alarmChannel = 'alarm'

/**
 * Alarms that are not closed: unacknowledged first, then by priority, then the newest. One query, since every screen of
 * the plant asks at the moment in which an alarm is raised.
 */
export function loadOpenAlarms(system: System, tenantId: string): Promise<AlarmsView> {
  const now = system.clock.now()
  return system.db.inTenant(tenantId, async (tx) => {
    const rows = await tx.$queryRaw<(Omit<AlarmRow, 'raisedAt' | 'returnedAt' | 'state'> & { raisedAt: Date; returnedAt: Date | null; shelved: boolean; recent: number })[]>`
      SELECT a.id, a.priority, a.name, coalesce(s.name, a.signal_id) AS signal, coalesce(n.name, '') AS place, coalesce(n.path, '') AS path,
        a.value, a."limit", coalesce(s.unit, '') AS unit, coalesce(s.decimals, 2) AS decimals, a.raised_at AS "raisedAt", a.returned_at AS "returnedAt",
        a.acknowledged_by AS "acknowledgedBy", coalesce(r.shelved_until > ${now}, false) AS shelved,
        (SELECT count(*)::int FROM alarm WHERE raised_at > ${now}::timestamptz - interval '10 minutes') AS recent
      FROM alarm a
      LEFT JOIN alarm_rule r ON r.tenant_id = a.tenant_id AND r.id = a.rule_id
      LEFT JOIN signal s ON s.tenant_id = a.tenant_id AND s.id = a.signal_id
      LEFT JOIN plant_node n ON n.tenant_id = s.tenant_id AND n.id = s.node_id
      WHERE a.closed_at IS NULL
      ORDER BY (a.acknowledged_at IS NOT NULL), a.priority, a.raised_at DESC LIMIT 500`
    const open = rows.filter(({ shelved }) => !shelved).map(({ shelved: _, recent: __, raisedAt, returnedAt, ...row }): AlarmRow => ({
      ...row,
      state: row.acknowledgedBy !== null ? 'acknowledged' : returnedAt ? 'returned' : 'unacknowledged',
      raisedAt: raisedAt.toISOString(),
      returnedAt: returnedAt?.toISOString() ?? null,
    }))
    return { open, shelved: rows.length - open.length, lastTenMinutes: rows[0]?.recent ?? 0 }
  })
}

/** These alarms have been put on a screen: the first time counts. */
export const markDelivered = (system: System, tenantId: string, ids: string[]): Promise<unknown> =>
  system.db.inTenant(tenantId, (tx) => tx.$executeRaw`UPDATE alarm SET delivered_at = clock_timestamp() WHERE id = ANY(${ids}) AND delivered_at IS NULL`)
