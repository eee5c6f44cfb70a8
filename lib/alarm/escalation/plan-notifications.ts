import { notificationId } from '@/lib/alarm/escalation/notification-id'
import type { Tx } from '@/lib/db'
import type { System } from '@/lib/system'
import { holdTenants } from '@/lib/tenancy/hold-tenants'

interface Candidate {
  tenantId: string
  alarmId: string
  stepId: string
  targetId: string
  kind: 'raised' | 'returned'
  awaitsReturn: boolean
}

/** So many in one transaction; what is left is found by the next look. */
const mostAtOnce = 1000

/**
 * Writes down what is due: of every open alarm that nobody has acknowledged each step whose time has come, and the
 * returns of what was told before. Found by asking, never remembered, so that nothing is lost with a process; written by
 * an id made of alarm and step, so that several may do it at once. Returns how many were written.
 */
export async function planNotifications(system: System): Promise<number> {
  const now = system.clock.now()
  return system.db.asOperator(async (tx) => {
    const found = [...(await findRaised(tx, now)), ...(await findReturned(tx, now))]
    if (found.length === 0) return 0
    const client = { query: async <R extends object>(text: string, values: unknown[]) => ({ rows: await tx.$queryRawUnsafe<R[]>(text, ...values) }) }
    const living = await holdTenants(client, found.map(({ tenantId }) => tenantId))
    const mine = found.filter(({ tenantId }) => living.has(tenantId))
    const { count } = await tx.alarmNotification.createMany({
      data: mine.map((one) => ({ ...one, id: notificationId(one.tenantId, one.alarmId, one.stepId, one.kind), nextAt: now, createdAt: now })),
      skipDuplicates: true,
    })
    for (const { tenantId, alarmId, stepId } of mine.filter(({ kind }) => kind === 'returned')) {
      await tx.alarmNotification.updateMany({ where: { tenantId, alarmId, stepId, awaitsReturn: true }, data: { awaitsReturn: false } })
    }
    return count
  })
}

// The time counts from the decision, our own clock: a sensor's may be anywhere. What stood before the step or the target
// is not told: whoever adds a step to a busy plant does not get its past.
const findRaised = (tx: Tx, now: Date): Promise<Candidate[]> => tx.$queryRaw`
  SELECT a.tenant_id AS "tenantId", a.id AS "alarmId", s.id AS "stepId", s.target_id AS "targetId", 'raised' AS kind, s.also_returned AS "awaitsReturn"
  FROM escalation_step s
  JOIN alarm_target t ON t.tenant_id = s.tenant_id AND t.id = s.target_id AND t.disabled_at IS NULL
  JOIN alarm a ON a.tenant_id = s.tenant_id AND a.closed_at IS NULL AND a.acknowledged_at IS NULL AND a.priority = ANY(s.priorities)
    AND a.decided_at >= greatest(s.created_at, t.enabled_at) AND a.decided_at + make_interval(secs => s.after_seconds) <= ${now}::timestamptz
  LEFT JOIN alarm_rule r ON r.tenant_id = a.tenant_id AND r.id = a.rule_id
  LEFT JOIN signal g ON g.tenant_id = a.tenant_id AND g.id = a.signal_id
  LEFT JOIN plant_node n ON n.tenant_id = g.tenant_id AND n.id = g.node_id
  LEFT JOIN plant_node p ON p.tenant_id = s.tenant_id AND p.id = s.node_id
  WHERE (r.shelved_until IS NULL OR r.shelved_until <= ${now}::timestamptz)
    AND (s.node_id = '' OR n.path = p.path OR starts_with(n.path, p.path || '/'))
    AND NOT EXISTS (SELECT FROM alarm_notification x WHERE x.tenant_id = a.tenant_id AND x.alarm_id = a.id AND x.step_id = s.id AND x.kind = 'raised')
  ORDER BY a.decided_at, a.priority LIMIT ${mostAtOnce}`

// Whoever may have heard that it was raised hears that it returned.
const findReturned = (tx: Tx, now: Date): Promise<Candidate[]> => tx.$queryRaw`
  SELECT x.tenant_id AS "tenantId", x.alarm_id AS "alarmId", x.step_id AS "stepId", x.target_id AS "targetId", 'returned' AS kind, false AS "awaitsReturn"
  FROM alarm_notification x
  JOIN escalation_step s ON s.tenant_id = x.tenant_id AND s.id = x.step_id
  JOIN alarm_target t ON t.tenant_id = x.tenant_id AND t.id = x.target_id AND t.disabled_at IS NULL
  JOIN alarm a ON a.tenant_id = x.tenant_id AND a.id = x.alarm_id AND a.returned_at IS NOT NULL AND a.decided_at >= t.enabled_at
  LEFT JOIN alarm_rule r ON r.tenant_id = a.tenant_id AND r.id = a.rule_id
  WHERE x.awaits_return AND x.state <> 'pending' AND x.attempts > 0 AND (r.shelved_until IS NULL OR r.shelved_until <= ${now}::timestamptz)
  ORDER BY a.returned_at LIMIT ${mostAtOnce}`
