import type { System } from '@/lib/system'
import type { RuleKind } from '@/lib/alarm/rule'
import { SharedLooks } from '@/lib/http/shared-looks'
import { type Reach, reachSettings } from '@/lib/tenancy/reach'

export interface AlarmRow {
  id: string
  ruleId: string
  priority: 1 | 2 | 3 | 4
  /** ISA-18.2: active and unacknowledged, active and acknowledged, returned to normal and unacknowledged. */
  state: 'unacknowledged' | 'acknowledged' | 'returned'
  name: string
  signal: string
  place: string
  path: string
  value: number | null
  limit: number | null
  /** Of the rule, which says what the limit is of; null when the rule is no more. */
  ruleKind: RuleKind | null
  unit: string
  decimals: number
  raisedAt: string
  returnedAt: string | null
  acknowledgedBy: string | null
}

/** A rule that is shelved: its alarms are not in the list, and not forgotten. */
export interface ShelvedRule {
  ruleId: string
  name: string
  priority: 1 | 2 | 3 | 4
  place: string
  until: string
  by: string
  reason: string
  /** Alarms of it that would stand in the list. */
  open: number
}

export interface AlarmsView {
  open: AlarmRow[]
  /** Whose time is over first stands first. */
  shelved: ShelvedRule[]
  /** Raised in the last ten minutes, a thousand at most; more than `floodCount` are a flood. */
  lastTenMinutes: number
}

/** Notified with the tenant whenever one of its alarms changes. */
export const alarmChannel = 'alarm'

type FoundRow = Omit<AlarmRow, 'raisedAt' | 'returnedAt' | 'state'> & { raisedAt: Date; returnedAt: Date | null; shelved: boolean }

/**
 * Alarms that are not closed: unacknowledged first, then by priority, then the newest. One round trip, since every screen
 * of the plant asks at the moment in which an alarm is raised.
 */
export async function loadOpenAlarms(system: System, reach: Reach): Promise<AlarmsView> {
  const now = `'${system.clock.now().toISOString()}'::timestamptz`
  const [rows, [around]] = (await system.db.readInTenant(reach, [openAlarms(now), aroundThem(now)])) as [FoundRow[], { recent: number; shelved: Omit<ShelvedRule, 'open'>[] }[]]
  const open = rows.filter(({ shelved }) => !shelved).map(({ shelved: _, raisedAt, returnedAt, ...row }): AlarmRow => ({
    ...row,
    state: row.acknowledgedBy !== null ? 'acknowledged' : returnedAt ? 'returned' : 'unacknowledged',
    raisedAt: raisedAt.toISOString(),
    returnedAt: returnedAt?.toISOString() ?? null,
  }))
  const hidden = rows.filter(({ shelved }) => shelved)
  const shelved = around!.shelved.map((rule) => ({ ...rule, open: hidden.filter(({ ruleId }) => ruleId === rule.ruleId).length }))
  return { open, shelved, lastTenMinutes: around!.recent }
}

const openAlarms = (now: string) => `
  SELECT a.id, a.rule_id AS "ruleId", a.priority, a.name, coalesce(s.name, a.signal_id) AS signal, concat_ws(' / ', p.name, n.name) AS place, coalesce(n.path, '') AS path,
    a.value, a."limit", coalesce(s.unit, '') AS unit, coalesce(s.decimals, 2) AS decimals, a.raised_at AS "raisedAt", a.returned_at AS "returnedAt",
    a.acknowledged_by AS "acknowledgedBy", r.kind::text AS "ruleKind", coalesce(r.shelved_until > ${now}, false) AS shelved
  FROM alarm a
  LEFT JOIN alarm_rule r ON r.tenant_id = a.tenant_id AND r.id = a.rule_id
  LEFT JOIN signal s ON s.tenant_id = a.tenant_id AND s.id = a.signal_id
  LEFT JOIN plant_node n ON n.tenant_id = s.tenant_id AND n.id = s.node_id
  LEFT JOIN plant_node p ON p.tenant_id = n.tenant_id AND p.id = n.parent_id AND n.level = 'equipment'
  WHERE a.closed_at IS NULL
  ORDER BY (a.acknowledged_at IS NOT NULL), a.priority, a.raised_at DESC LIMIT 500`

/** Of a flood it matters little how many: counting it must not hold up its next alarm. */
const mostCounted = 1000

const aroundThem = (now: string) => `
  SELECT (SELECT count(*)::int FROM (SELECT FROM alarm WHERE raised_at > ${now} - interval '10 minutes' LIMIT ${mostCounted}) counted) AS recent,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('ruleId', r.id, 'name', r.name, 'priority', r.priority, 'place', concat_ws(' / ', p.name, n.name),
        'until', to_char(r.shelved_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'by', r.shelved_by, 'reason', r.shelved_reason) ORDER BY r.shelved_until, r.id), '[]')
     FROM alarm_rule r
     LEFT JOIN signal s ON s.tenant_id = r.tenant_id AND s.id = r.signal_id
     LEFT JOIN plant_node n ON n.tenant_id = s.tenant_id AND n.id = s.node_id
     LEFT JOIN plant_node p ON p.tenant_id = n.tenant_id AND p.id = n.parent_id AND n.level = 'equipment'
     WHERE r.shelved_until > ${now}) AS shelved`

const looks = new SharedLooks<AlarmsView>()

/** The same for a screen that is told of a change: screens that see the same places are told at the same moment, and one look serves them all. */
export const lookAtAlarms = (system: System, reach: Reach): Promise<AlarmsView> => looks.look(JSON.stringify(reachSettings(reach)), () => loadOpenAlarms(system, reach))

/** These alarms were brought to an open screen at that moment: the first time counts, however late it is written down. A portal whose clock is behind does not bring them before they were decided. */
export const markDelivered = (system: System, reach: Reach, ids: string[], at: Date): Promise<unknown> =>
  system.db.inTenant(reach, (tx) => tx.$executeRaw`UPDATE alarm SET delivered_at = greatest(${at}::timestamptz, decided_at) WHERE id = ANY(${ids}) AND delivered_at IS NULL`)
