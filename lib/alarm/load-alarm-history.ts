import { type AlarmStatistics, alarmStatistics } from '@/lib/alarm/alarm-statistics'
import type { AlarmRow } from '@/lib/alarm/load-alarms'
import { localDate } from '@/lib/plant/local-date'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export const historyRanges = { '24h': ['24 hours', 24], '7d': ['7 days', 168], '30d': ['30 days', 720] } as const
export type HistoryRange = keyof typeof historyRanges

/** As it stands in the address. */
export interface HistoryQuery {
  range?: string
  priority?: string
  /** Path of a place; the places below it belong to it. */
  place?: string
  q?: string
  page?: string
}

export interface HistoryRow extends Omit<AlarmRow, 'state' | 'raisedAt' | 'returnedAt'> {
  state: AlarmRow['state'] | 'closed'
  raisedAt: Date
  returnedAt: Date | null
  acknowledgedAt: Date | null
}

export interface HistoryView {
  range: HistoryRange
  priority: 1 | 2 | 3 | 4 | null
  from: Date
  to: Date
  /** First and last day of the period at the site, for a file. */
  days: { from: string; to: string }
  timeZone: string
  places: { path: string; label: string }[]
  rows: HistoryRow[]
  found: number
  page: number
  pages: number
  /** Of what the filter leaves. */
  statistics: AlarmStatistics
  /** Older alarms of the period were too many to be read. */
  isCut: boolean
}

const pageSize = 50
const mostRead = 20_000

interface Row extends Omit<HistoryRow, 'state'> {
  closedAt: Date | null
}

/** Alarms that were raised in a period, or stood in it, newest first, and what they say of the rules. */
export function loadAlarmHistory(system: System, reach: Reach, query: HistoryQuery): Promise<HistoryView> {
  const to = system.clock.now()
  const range = query.range && query.range in historyRanges ? (query.range as HistoryRange) : '7d'
  const priority = ['1', '2', '3', '4'].includes(query.priority ?? '') ? (Number(query.priority) as 1) : null
  const words = (query.q ?? '').trim().toLowerCase()
  const place = query.place ?? ''
  return system.db.inTenant(reach, async (tx) => {
    const tenant = await tx.tenant.findFirstOrThrow()
    const nodes = await tx.plantNode.findMany({ orderBy: { path: 'asc' }, select: { name: true, path: true } })
    const from = new Date(to.getTime() - historyRanges[range][1] * 3_600_000)
    const all = await tx.$queryRaw<Row[]>`
      SELECT a.id, a.rule_id AS "ruleId", a.priority, a.name, coalesce(s.name, a.signal_id) AS signal, concat_ws(' / ', p.name, n.name) AS place, coalesce(n.path, '') AS path,
        a.value, a."limit", coalesce(s.unit, '') AS unit, coalesce(s.decimals, 2) AS decimals, a.raised_at AS "raisedAt", a.returned_at AS "returnedAt",
        a.acknowledged_at AS "acknowledgedAt", a.acknowledged_by AS "acknowledgedBy", a.closed_at AS "closedAt", r.kind::text AS "ruleKind"
      FROM alarm a
      LEFT JOIN alarm_rule r ON r.tenant_id = a.tenant_id AND r.id = a.rule_id
      LEFT JOIN signal s ON s.tenant_id = a.tenant_id AND s.id = a.signal_id
      LEFT JOIN plant_node n ON n.tenant_id = s.tenant_id AND n.id = s.node_id
      LEFT JOIN plant_node p ON p.tenant_id = n.tenant_id AND p.id = n.parent_id AND n.level = 'equipment'
      WHERE a.raised_at < ${to} AND (a.raised_at >= ${from} OR a.returned_at IS NULL OR a.returned_at >= ${from})
        AND (${priority}::int IS NULL OR a.priority = ${priority}::int)
        AND (${place} = '' OR n.path = ${place} OR starts_with(n.path, ${`${place}/`}))
        AND (${words} = '' OR position(${words} IN lower(concat_ws(' ', a.name, s.name, n.name, a.note))) > 0)
      ORDER BY a.raised_at DESC, a.id LIMIT ${mostRead + 1}`
    const isCut = all.length > mostRead
    const read = all.slice(0, mostRead)
    // A plant that is younger than the period was not watched before (unless a sensor brought readings of that time), and
    // what was cut off is not counted as quiet.
    const oldest = read.at(-1)?.raisedAt.getTime() ?? Infinity
    const watchedFrom = Math.max(from.getTime(), isCut ? oldest : Math.min(oldest, tenant.createdAt.getTime()))
    const statistics = alarmStatistics(read.map((row) => ({ ...row, raisedAt: row.raisedAt.getTime(), returnedAt: row.returnedAt?.getTime() ?? null })), watchedFrom, to.getTime())
    const pages = Math.max(1, Math.ceil(read.length / pageSize))
    const page = Math.min(pages, Math.max(1, Math.floor(Number(query.page)) || 1))
    const rows = read.slice((page - 1) * pageSize, page * pageSize).map(({ closedAt, ...row }): HistoryRow => ({ ...row, state: stateOf({ ...row, closedAt }) }))
    return {
      range, priority, from, to, rows, found: read.length, page, pages, statistics, isCut,
      timeZone: tenant.timeZone,
      days: { from: localDate(from, tenant.timeZone), to: localDate(to, tenant.timeZone) },
      places: nodes.map(({ name, path }) => ({ path, label: `${'\u2003'.repeat(path.split('/').length - 1)}${name}` })),
    }
  })
}

const stateOf = ({ closedAt, acknowledgedBy, returnedAt }: Row): HistoryRow['state'] => (closedAt ? 'closed' : acknowledgedBy !== null ? 'acknowledged' : returnedAt ? 'returned' : 'unacknowledged')
