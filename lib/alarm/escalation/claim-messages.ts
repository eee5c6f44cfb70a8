import { floodWindowMs, groupMessages } from '@/lib/alarm/escalation/group-messages'
import type { AlarmFacts, Message } from '@/lib/alarm/escalation/message'
import type { Tx } from '@/lib/db'
import type { AlarmTarget, TenantKind } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

/** Longer than any attempt takes: who has not said by then what became of it is dead, and another tries. */
export const claimMs = 60_000
/** Messages to addresses outside that a demo plant may send in an hour, attempts and tests counted. */
export const demoMessagesPerHour = 60
export const demoLimitWords = `A demo plant sends at most ${demoMessagesPerHour} messages an hour to Slack, Teams and webhooks.`

export interface ClaimedMessages {
  target: AlarmTarget
  messages: Message[]
}

interface TargetRow {
  tenantId: string
  id: string
  plant: string
  timeZone: string
  tenantKind: TenantKind
}

type DueRow = AlarmFacts & {
  id: string
  messageId: string | null
  attempts: number
  acknowledged: boolean
  shelved: boolean
  stepGone: boolean
}

/**
 * Takes what is due for one target, other than the `busy` ones, for `claimMs`; null when nothing is. The target is locked
 * meanwhile, so that of several workers one groups its messages; one that is taken, or whose plant is being removed, is
 * passed over.
 */
export async function claimMessages(system: System, busy: string[]): Promise<ClaimedMessages | null> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    // By chance which: one that cannot be worked must not keep the others from theirs.
    const [row] = await tx.$queryRaw<TargetRow[]>`
      SELECT t.tenant_id AS "tenantId", t.id, p.name AS plant, p.time_zone AS "timeZone", p.kind AS "tenantKind"
      FROM alarm_target t JOIN tenant p ON p.id = t.tenant_id
      WHERE t.id <> ALL(${busy}) AND t.id IN (SELECT target_id FROM alarm_notification WHERE state = 'pending' AND next_at <= ${now}::timestamptz)
      ORDER BY random() LIMIT 1 FOR UPDATE OF t SKIP LOCKED FOR KEY SHARE OF p SKIP LOCKED`
    if (!row) return null
    const target = await tx.alarmTarget.findUniqueOrThrow({ where: { id: row.id } })
    const begunLately = await tx.alarmNotification.count({ where: { tenantId: row.tenantId, targetId: row.id, kind: { not: 'test' }, begunAt: { gt: new Date(now.getTime() - floodWindowMs) } } })
    const due = await loadDue(tx, row, now)
    const { messages, summed, dropped, waiting } = groupMessages(due, { disabled: target.disabledAt !== null, begunLately, lastSummaryAt: target.lastSummaryAt }, now)
    const allowed = row.tenantKind === 'demo' && target.kind !== 'mail' ? await leftOfDemo(tx, row.tenantId, now) : Infinity
    const [taken, over] = [messages.slice(0, allowed), messages.slice(allowed)]
    const set = new Writer(tx, row.tenantId)
    for (const { row: one, why } of [...dropped, ...over.flatMap(({ rows }) => rows.map((one) => ({ row: one, why: demoLimitWords })))]) await set.dropped(one, why)
    if (waiting) await set.waiting(waiting.rows, waiting.until)
    for (const { id, rows } of taken) await set.claimed(id, rows, now)
    if (summed) await tx.alarmTarget.update({ where: { id: row.id }, data: { lastSummaryAt: now } })
    const { plant, timeZone } = row
    const nodes = taken.some(({ rows }) => rows.length > 1) ? await tx.plantNode.findMany({ where: { tenantId: row.tenantId }, select: { name: true, path: true } }) : []
    return {
      target,
      messages: taken.map(({ id, rows }) => ({
        id, plant, timeZone, alarms: rows, attempts: Math.max(...rows.map(({ attempts }) => attempts)) + 1,
        area: areaOf(rows, nodes) ?? plant, target: target.name, portalUrl: system.settings.portalUrl,
      })),
    }
  })
}

class Writer {
  constructor(private readonly tx: Tx, private readonly tenantId: string) {}

  #where = (rows: { id: string }[]) => ({ tenantId: this.tenantId, id: { in: rows.map(({ id }) => id) } })

  /** Where nothing was said of the alarm nothing is said of its return. */
  dropped = ({ id, attempts }: DueRow, why: string) =>
    this.tx.alarmNotification.updateMany({ where: this.#where([{ id }]), data: { state: 'dropped', lastError: why, ...(attempts === 0 && { awaitsReturn: false }) } })

  waiting = (rows: DueRow[], until: Date) => this.tx.alarmNotification.updateMany({ where: this.#where(rows), data: { nextAt: until } })

  async claimed(messageId: string, rows: DueRow[], now: Date) {
    await this.tx.alarmNotification.updateMany({ where: { ...this.#where(rows), begunAt: null }, data: { begunAt: now } })
    await this.tx.alarmNotification.updateMany({ where: this.#where(rows), data: { messageId, attempts: { increment: 1 }, nextAt: new Date(now.getTime() + claimMs) } })
  }
}

const loadDue = (tx: Tx, { tenantId, id }: TargetRow, now: Date): Promise<DueRow[]> => tx.$queryRaw`
  SELECT x.id, x.kind::text AS kind, x.message_id AS "messageId", x.attempts, x.alarm_id AS "alarmId", a.name, a.priority, a.value, a."limit",
    a.raised_at AS "raisedAt", a.returned_at AS "returnedAt", a.acknowledged_at IS NOT NULL AS acknowledged,
    a.signal_id AS "signalId", coalesce(g.name, a.signal_id) AS signal, coalesce(g.unit, '') AS unit, coalesce(g.decimals, 2) AS decimals,
    r.kind::text AS "ruleKind", coalesce(r.response, '') AS response, coalesce(r.shelved_until > ${now}::timestamptz, false) AS shelved, s.id IS NULL AS "stepGone",
    coalesce(n.path, '') AS path, CASE WHEN up.level <> 'site' THEN up.name || ' / ' || n.name ELSE coalesce(n.name, '') END AS place
  FROM alarm_notification x
  JOIN alarm a ON a.tenant_id = x.tenant_id AND a.id = x.alarm_id
  LEFT JOIN escalation_step s ON s.tenant_id = x.tenant_id AND s.id = x.step_id
  LEFT JOIN alarm_rule r ON r.tenant_id = a.tenant_id AND r.id = a.rule_id
  LEFT JOIN signal g ON g.tenant_id = a.tenant_id AND g.id = a.signal_id
  LEFT JOIN plant_node n ON n.tenant_id = g.tenant_id AND n.id = g.node_id
  LEFT JOIN plant_node up ON up.tenant_id = n.tenant_id AND up.id = n.parent_id
  WHERE x.tenant_id = ${tenantId} AND x.target_id = ${id} AND x.state = 'pending' AND x.next_at <= ${now}::timestamptz
  ORDER BY x.created_at, a.decided_at, a.priority, x.id`

/** How many more messages the plant may send; whoever asks at once for another target waits. */
export async function leftOfDemo(tx: Tx, tenantId: string, now: Date): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('alarm messages'), hashtext(${tenantId}))`
  const [sent] = await tx.$queryRaw<{ n: number }[]>`
    SELECT coalesce(sum(x.attempts), 0)::int AS n FROM alarm_notification x JOIN alarm_target t ON t.tenant_id = x.tenant_id AND t.id = x.target_id
    WHERE x.tenant_id = ${tenantId} AND t.kind <> 'mail' AND x.message_id = x.id AND x.begun_at > ${new Date(now.getTime() - 3_600_000)}::timestamptz`
  return Math.max(0, demoMessagesPerHour - (sent?.n ?? 0))
}

/** The smallest place that all of them lie in. */
function areaOf(rows: { path: string }[], nodes: { name: string; path: string }[]): string | undefined {
  const [first = [], ...others] = rows.map(({ path }) => path.split('/'))
  const shared = first.filter((_, i) => others.every((other) => first.slice(0, i + 1).every((part, j) => part === other[j])))
  return nodes.find(({ path }) => path === shared.join('/'))?.name
}
