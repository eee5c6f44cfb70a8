import { keyOf, type TopicKind } from '@/lib/adapters/events/topics'
import { type SchemaName, topicOfSchema } from '@/lib/adapters/events/schemas'
import type { PlantEvent } from '@/lib/telemetry/events/read-events'
import { placeOf } from '@/lib/telemetry/events/read-events'
import type { RefusedReading } from '@/lib/telemetry/read-batch'
import type { IngestRecord, RecordedGroup } from '@/lib/telemetry/record'

/** One record of a topic, before it is encoded. */
export interface Outgoing {
  topic: TopicKind
  key: string
  schema: SchemaName
  value: Record<string, unknown>
  timestamp: number
  /** How the request was answered, on the first of its records: whoever sends it again is answered the same. */
  delivery?: string
}

export const deliveryHeader = 'millrace-delivery'

type Values = Record<string, unknown>
/** What stands beside the records of a request. */
type Delivery = Pick<IngestRecord, 'webhookId' | 'sha256' | 'status' | 'answer'>

/** A record of more would be larger than a broker takes. */
const mostReadings = 20_000

/** A request as records: one for each signal, event, and body with something refused. */
export function outgoingOf(record: IngestRecord): Outgoing[] {
  const { tenantId, sourceId, receivedAt, groups, events = [], refused } = record
  const head = { tenantId, sourceId, receivedAt }
  const of = (schema: SchemaName, place: string, value: Values): Outgoing => ({ topic: topicOfSchema(schema), schema, key: keyOf(tenantId, place), value: { ...head, ...value }, timestamp: receivedAt })
  const all = [
    ...groups.flatMap(inPieces).map(({ signal, t, v }) => of('sensor-telemetry', signal, { signalId: signal, t: Array.from(t), v: Array.from(v) })),
    ...events.map((event) => of(schemaOfEvent(event), placeOf(event), valueOfEvent(event))),
    ...(refused.length > 0 ? [of('dead-letter', sourceId, { what: record.events ? 'events' : 'readings', items: JSON.stringify(refused) })] : []),
  ]
  const { webhookId, sha256, status, answer } = record
  if (webhookId !== null && all[0]) all[0].delivery = JSON.stringify({ webhookId, sha256, status, answer } satisfies Delivery)
  return all
}

function inPieces({ signal, t, v }: RecordedGroup): RecordedGroup[] {
  if (t.length <= mostReadings) return [{ signal, t, v }]
  const pieces: RecordedGroup[] = []
  for (let at = 0; at < t.length; at += mostReadings) pieces.push({ signal, t: Array.from(t).slice(at, at + mostReadings), v: Array.from(v).slice(at, at + mostReadings) })
  return pieces
}

const schemaOfEvent = ({ type }: PlantEvent): SchemaName =>
  type === 'lab-result' ? 'quality-measurement' : type === 'state' || type === 'maintenance' ? 'equipment-status' : 'production-event'

/** In the schema's fields; what an event does not have is null. */
function valueOfEvent(event: PlantEvent): Values {
  const { type, ...rest } = event
  if (type === 'lab-result') return { batch: null, lsl: null, usl: null, ...defined(rest) }
  if (type === 'state') {
    const { equipment, ...state } = rest as Values
    return { ...emptyStatus, ...defined(state), kind: 'state', place: equipment }
  }
  if (type === 'maintenance') {
    const { kind, ...entry } = rest as Values
    return { ...emptyStatus, ...defined(entry), kind: 'maintenance', maintenance: kind }
  }
  return { ...emptyProduction, ...defined(rest), kind: type }
}

const emptyStatus = { state: null, reason: null, entry: null, maintenance: null, title: null, detail: null, technician: null, endsAt: null }
const emptyProduction = { run: null, product: null, total: null, reject: null, rework: null, idealRatePerMinute: null, batch: null, stop: null, equipment: null, reason: null, note: null, endsAt: null }

const defined = (value: Values): Values => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))

/** A record that was read, as the history stores it; null for the clock. */
export function recordOf(schema: SchemaName, value: Values, delivery: string | undefined): IngestRecord | null {
  const { tenantId, sourceId, receivedAt } = value as { tenantId: string; sourceId: string; receivedAt: number }
  const answered: Delivery = delivery ? (JSON.parse(delivery) as Delivery) : { webhookId: null, sha256: '', status: 202, answer: {} }
  const base = { tenantId, sourceId, receivedAt, ...answered, groups: [], refused: [] }
  if (schema === 'sensor-telemetry') {
    const { signalId: signal, t, v } = value as { signalId: string; t: number[]; v: number[] }
    return signal === '' ? null : { ...base, groups: [{ signal, t, v }] }
  }
  if (schema === 'dead-letter') {
    const { what, items } = value as { what: string; items: string }
    // Of a record that nobody could read no tenant is known: it stays in its topic.
    return what === 'poison' ? null : { ...base, ...(what === 'events' && { events: [] }), refused: JSON.parse(items) as RefusedReading[] }
  }
  return { ...base, events: [eventOfValue(schema, value)] }
}

function eventOfValue(schema: SchemaName, value: Values): PlantEvent {
  const { tenantId: _tenant, sourceId: _source, receivedAt: _received, kind, place, maintenance, ...rest } = value
  if (schema === 'quality-measurement') return { ...rest, place, type: 'lab-result' } as unknown as PlantEvent
  if (schema === 'production-event') return { ...rest, type: kind } as unknown as PlantEvent
  return (kind === 'state' ? { ...rest, type: 'state', equipment: place } : { ...rest, type: 'maintenance', place, kind: maintenance }) as unknown as PlantEvent
}
