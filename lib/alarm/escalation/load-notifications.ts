import type { AlarmNotificationKind, AlarmNotificationState, AlarmTargetKind } from '@/lib/generated/prisma/client'
import { treeOrder } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export interface TargetView {
  id: string
  name: string
  kind: AlarmTargetKind
  address: string
  disabled: boolean
  lastDeliveredAt: string | null
  lastError: string | null
  /** Steps that name it. */
  steps: number
}

export interface StepView {
  id: string
  place: string
  priorities: number[]
  afterSeconds: number
  alsoReturned: boolean
  target: string
  targetKind: AlarmTargetKind
  targetDisabled: boolean
}

export interface NotificationView {
  id: string
  kind: AlarmNotificationKind
  state: AlarmNotificationState
  alarmId: string
  alarm: string | null
  priority: number | null
  target: string
  targetKind: AlarmTargetKind | null
  attempts: number
  lastError: string | null
  createdAt: string
  nextAt: string
  deliveredAt: string | null
  /** Sent with others as one message. */
  summed: boolean
}

export interface NotificationsView {
  targets: TargetView[]
  steps: StepView[]
  notifications: NotificationView[]
  /** Places in the order of the tree, with their depth. */
  places: { id: string; name: string; depth: number }[]
  /** Addresses that mail may go to. */
  people: { email: string; name: string }[]
  isDemo: boolean
  timeZone: string
}

const mostShown = 50

/** Who is told of alarms, when, and what became of the last ones. */
export function loadNotifications(system: System, reach: Reach): Promise<NotificationsView> {
  return system.db.inTenant(reach, async (tx) => {
    const tenant = await tx.tenant.findFirstOrThrow()
    const targets = await tx.alarmTarget.findMany({ orderBy: { createdAt: 'asc' } })
    const steps = await tx.escalationStep.findMany({ orderBy: [{ afterSeconds: 'asc' }, { createdAt: 'asc' }] })
    const nodes = treeOrder(await tx.plantNode.findMany())
    const people = await tx.account.findMany({ where: { status: 'active' }, orderBy: { email: 'asc' }, select: { email: true, name: true } })
    const rows = await tx.alarmNotification.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: mostShown })
    const alarms = new Map((await tx.alarm.findMany({ where: { id: { in: rows.map(({ alarmId }) => alarmId) } }, select: { id: true, name: true, priority: true } })).map((alarm) => [alarm.id, alarm]))
    const targetOf = new Map(targets.map((target) => [target.id, target]))
    return {
      isDemo: tenant.kind === 'demo',
      timeZone: tenant.timeZone,
      people,
      places: nodes.map(({ id, name, path }) => ({ id, name, depth: path.split('/').length - 1 })),
      targets: targets.map(({ id, name, kind, address, disabledAt, lastDeliveredAt, lastError }) => ({
        id, name, kind, address, disabled: disabledAt !== null, lastDeliveredAt: lastDeliveredAt?.toISOString() ?? null, lastError,
        steps: steps.filter(({ targetId }) => targetId === id).length,
      })),
      steps: steps.flatMap(({ id, nodeId, priorities, afterSeconds, alsoReturned, targetId }) => {
        const target = targetOf.get(targetId)
        const place = nodeId === '' ? 'the whole plant' : (nodes.find((node) => node.id === nodeId)?.name ?? 'a place that is no more')
        return target ? [{ id, place, priorities, afterSeconds, alsoReturned, target: target.name, targetKind: target.kind, targetDisabled: target.disabledAt !== null }] : []
      }),
      notifications: rows.map(({ id, kind, state, alarmId, targetId, messageId, attempts, lastError, createdAt, nextAt, deliveredAt }) => ({
        id, kind, state, alarmId, attempts, lastError,
        alarm: alarms.get(alarmId)?.name ?? null,
        priority: alarms.get(alarmId)?.priority ?? null,
        target: targetOf.get(targetId)?.name ?? targetId,
        targetKind: targetOf.get(targetId)?.kind ?? null,
        createdAt: createdAt.toISOString(),
        nextAt: nextAt.toISOString(),
        deliveredAt: deliveredAt?.toISOString() ?? null,
        summed: messageId !== null && rows.some((other) => other.id !== id && other.messageId === messageId),
      })),
    }
  })
}
