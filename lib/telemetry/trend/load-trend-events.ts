import type { Person } from '@/lib/auth/person'
import type { Tx } from '@/lib/db'
import type { AlarmRow } from '@/lib/alarm/load-alarms'
import { notThere } from '@/lib/http/problem'
import { linesOf, loadPlantModel, type PlantModel } from '@/lib/plant/views/load-plant'
import type { System } from '@/lib/system'
import { mayChangeAnnotation } from '@/lib/telemetry/trend/annotate'
import type { TrendWindow } from '@/lib/telemetry/trend/thin'
import { checkWindow } from '@/lib/telemetry/trend/wanted-signals'

/** Moments are RFC 3339; an end that is null is not reached yet. */
export interface TrendEvents {
  alarms: { id: string; signalId: string; name: string; priority: AlarmRow['priority']; state: AlarmRow['state'] | 'closed'; raisedAt: string; returnedAt: string | null }[]
  /** More alarms than are listed; the listed ones have the highest priority. */
  alarmsLeftOut: number
  batches: { id: string; line: string; product: string; startsAt: string; endsAt: string | null }[]
  stops: { id: string; line: string; reason: string; kind: string; startsAt: string; endsAt: string | null }[]
  /** Null end: a moment. */
  annotations: { id: string; signalId: string | null; startsAt: string; endsAt: string | null; text: string; author: string; editedAt: string | null; mayChange: boolean }[]
}

const mostAlarms = 300
const mostSpans = 1000

/** What happened beside the signals: their alarms, batches and stops of their lines, and what people wrote. @throws Refusal 404, 422 */
export function loadTrendEvents(system: System, person: Person, { signals, window }: { signals: string[]; window: TrendWindow }): Promise<TrendEvents> {
  checkWindow(window)
  return system.db.inTenant(person, async (tx) => {
    const model = await loadPlantModel(tx)
    const known = await tx.signal.findMany({ where: { id: { in: signals } }, select: { id: true, nodeId: true } })
    if (known.length < new Set(signals).size) throw notThere()
    const places = model.nodes.filter(({ id }) => known.some(({ nodeId }) => nodeId === id))
    const lines = new Map(places.flatMap((place) => linesOf(model, place)).map(({ id, name }) => [id, name]))
    const [alarms, annotations, spans] = await Promise.all([loadAlarms(tx, signals, window), loadAnnotations(tx, person, model, signals, window), loadSpans(tx, model, lines, window)])
    return { ...alarms, annotations, ...spans }
  })
}

const touching = ({ from, to }: TrendWindow) => ({ startsAt: { lt: new Date(to) }, OR: [{ endsAt: null }, { endsAt: { gt: new Date(from) } }] })

async function loadAlarms(tx: Tx, signals: string[], { from, to }: TrendWindow): Promise<Pick<TrendEvents, 'alarms' | 'alarmsLeftOut'>> {
  const where = { signalId: { in: signals }, raisedAt: { lt: new Date(to) }, OR: [{ returnedAt: null }, { returnedAt: { gt: new Date(from) } }] }
  const [found, count] = await Promise.all([tx.alarm.findMany({ where, orderBy: [{ priority: 'asc' }, { raisedAt: 'desc' }], take: mostAlarms }), tx.alarm.count({ where })])
  const alarms = found.map(({ id, signalId, name, priority, raisedAt, returnedAt, acknowledgedAt, closedAt }) => ({
    id, signalId, name,
    priority: priority as AlarmRow['priority'],
    state: closedAt ? ('closed' as const) : acknowledgedAt ? ('acknowledged' as const) : returnedAt ? ('returned' as const) : ('unacknowledged' as const),
    raisedAt: raisedAt.toISOString(),
    returnedAt: returnedAt?.toISOString() ?? null,
  }))
  return { alarms, alarmsLeftOut: count - found.length }
}

async function loadSpans(tx: Tx, { products, reasons }: PlantModel, lines: Map<string, string>, window: TrendWindow): Promise<Pick<TrendEvents, 'batches' | 'stops'>> {
  const query = { where: { lineId: { in: [...lines.keys()] }, ...touching(window) }, orderBy: { startsAt: 'desc' as const }, take: mostSpans }
  const [batches, stops] = await Promise.all([tx.batch.findMany(query), tx.stop.findMany(query)])
  const times = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date | null }) => ({ startsAt: startsAt.toISOString(), endsAt: endsAt?.toISOString() ?? null })
  return {
    batches: batches.map((batch) => ({ id: batch.id, line: lines.get(batch.lineId)!, product: products.get(batch.productId)?.name ?? batch.productId, ...times(batch) })),
    stops: stops.map((stop) => ({ id: stop.id, line: lines.get(stop.lineId)!, reason: reasons.get(stop.reasonCode)?.name ?? stop.reasonCode, kind: stop.kind, ...times(stop) })),
  }
}

async function loadAnnotations(tx: Tx, person: Person, { nodes }: PlantModel, signals: string[], { from, to }: TrendWindow): Promise<TrendEvents['annotations']> {
  const found = await tx.trendAnnotation.findMany({
    where: {
      deletedAt: null,
      startsAt: { lt: new Date(to) },
      AND: [{ OR: [{ startsAt: { gte: new Date(from) } }, { endsAt: { gt: new Date(from) } }] }, { OR: [{ signalId: null }, { signalId: { in: signals } }] }],
    },
    orderBy: { startsAt: 'asc' },
    take: mostSpans,
  })
  const owners = await tx.signal.findMany({ where: { id: { in: found.flatMap(({ signalId }) => signalId ?? []) } }, select: { id: true, nodeId: true } })
  return found.map(({ id, signalId, startsAt, endsAt, text, author, editedAt }) => ({
    id, signalId, text, author,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    editedAt: editedAt?.toISOString() ?? null,
    mayChange: mayChangeAnnotation(person, author, nodes, owners.find((one) => one.id === signalId)?.nodeId),
  }))
}
