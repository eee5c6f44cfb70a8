import { createHash } from 'node:crypto'
import { z } from 'zod'
import { aheadMs, keepable, type RefusedReading, TooManyRefused } from '@/lib/telemetry/read-batch'

/** What the plant has that events may name. */
export interface PlantNames {
  /** Level of each node; of equipment the line that it belongs to. */
  places: Map<string, { level: string; lineId: string | null }>
  /** Reasons that a stop can have: groups of reasons are none. */
  reasons: Set<string>
  products: Set<string>
}

/** Events may come late: a shift book is typed in on Monday. */
export const oldestEventMs = 400 * 86_400_000
/** Judging one takes longer than judging a reading, and other plants wait. */
const mostRefused = 10_000

// Nothing that the database cannot keep as text.
const text = (max: number) => z.string().trim().max(max).refine((value) => !value.includes('\0') && value.isWellFormed(), 'holds characters that are no text')
const key = text(120).min(1)
const time = z.union([z.number(), z.iso.datetime({ offset: true })]).transform((value) => (typeof value === 'number' ? Math.round(value) : Date.parse(value)))
/** A machine that sends its counter instead would fill a day’s column with one message. */
const mostPieces = 10_000_000
const count = z.number().int().min(0).max(mostPieces, `more than ${mostPieces.toLocaleString('en')} pieces; send those since the count before, not the machine’s counter`)
const base = { id: key.optional(), t: time }
const machineStates = ['down', 'minor', 'changeover', 'planned', 'blocked', 'starved'] as const

const shapes = z.discriminatedUnion('type', [
  /** Pieces since the count before: they add up. */
  z.object({ ...base, type: z.literal('count'), line: key, run: key, product: key, total: count, reject: count.default(0), rework: count.default(0) }),
  /** A run of a product on a line; sent again with its end. */
  z.object({ ...base, type: z.literal('run'), run: key, line: key, product: key, idealRatePerMinute: z.number().positive(), endsAt: time.nullish(), batch: key.nullish() }),
  /** From here on the machine is in this state; `working` ends the one before. */
  z.object({ ...base, type: z.literal('state'), equipment: key, state: z.enum([...machineStates, 'working']), reason: key.nullish() }),
  /** A stop of a line; sent again with its end. */
  z.object({ ...base, type: z.literal('stop'), stop: key, line: key, equipment: key.nullish(), reason: key, endsAt: time.nullish(), note: text(2000).nullish() }),
  z.object({ ...base, type: z.literal('lab-result'), sample: key, place: key, analyte: text(200).min(1), value: z.number(), unit: text(40), batch: key.nullish(), lsl: z.number().nullish(), usl: z.number().nullish() }),
  /** An entry of the maintenance log; sent again when it is closed. */
  z.object({ ...base, type: z.literal('maintenance'), entry: key, place: key, kind: z.enum(['preventive', 'corrective', 'inspection', 'calibration']), title: text(300).min(1), detail: text(5000).default(''), technician: text(200).default(''), endsAt: time.nullish() }),
])

export type PlantEvent = z.output<typeof shapes> & { id: string }
export type EventType = PlantEvent['type']

export interface EventBatch {
  events: PlantEvent[]
  refused: RefusedReading[]
}

/**
 * A verdict for every event of a body (one event, or an array). Without an `id` of its sender an event is known by what it
 * says: the same words twice are one event. Of a file it may be older (`oldestMs`). @throws TooManyRefused
 */
export function readEvents(body: unknown, names: PlantNames | undefined, receivedAt: number, oldestMs = oldestEventMs): EventBatch {
  const events: PlantEvent[] = []
  const refused: RefusedReading[] = []
  const items = Array.isArray(body) ? (body as unknown[]) : [body]
  items.forEach((raw, index) => {
    const refuse = (code: RefusedReading['code'], message: string) => {
      if (refused.length === mostRefused) throw new TooManyRefused(refused[0]!, mostRefused)
      refused.push({ index, code, message, raw: keepable(raw) })
    }
    const parsed = shapes.safeParse(raw)
    if (!parsed.success) return refuse('bad_shape', shapeWords(parsed.error))
    const event = { ...parsed.data, id: parsed.data.id ?? createHash('sha256').update(JSON.stringify(parsed.data)).digest('hex') }
    const problem = refuseTimes(event, receivedAt, oldestMs) ?? refuseNames(event, names) ?? refuseSense(event)
    if (problem) return refuse(...problem)
    events.push(event)
  })
  return { events, refused }
}

type Problem = [RefusedReading['code'], string]

function shapeWords({ issues }: z.ZodError): string {
  const [first] = issues
  const where = first!.path.join('.')
  if (where === 'type') return 'type must be count, run, state, stop, lab-result or maintenance.'
  return `${where || 'An event'}: ${first!.message}.`
}

function refuseTimes(event: PlantEvent, receivedAt: number, oldestMs: number): Problem | null {
  const ends = 'endsAt' in event ? (event.endsAt ?? null) : null
  if (!Number.isFinite(event.t)) return ['bad_time', 't must be epoch milliseconds or an ISO 8601 time with its offset.']
  if (event.t > receivedAt + aheadMs || (ends !== null && ends > receivedAt + aheadMs)) return ['clock_ahead', `The time is more than ${aheadMs / 60_000} minutes ahead; check the sender's clock.`]
  if (event.t < receivedAt - oldestMs) return ['too_old', oldestMs === oldestEventMs ? `t is more than ${oldestMs / 86_400_000} days ago; bring history in as a file.` : 'Older than history is kept.']
  return ends !== null && ends < event.t ? ['bad_time', 'endsAt is before t.'] : null
}

function refuseNames(event: PlantEvent, names: PlantNames | undefined): Problem | null {
  const level = (id: string) => names?.places.get(id)?.level
  if ('line' in event && level(event.line) !== 'line') return ['unknown_place', `There is no line "${event.line}" in this plant.`]
  if ('equipment' in event && event.equipment && level(event.equipment) !== 'equipment') return ['unknown_place', `There is no equipment "${event.equipment}" in this plant.`]
  if ('place' in event && !level(event.place)) return ['unknown_place', `There is no place "${event.place}" in this plant.`]
  if ('product' in event && !names?.products.has(event.product)) return ['unknown_product', `There is no product "${event.product}" in this plant.`]
  if ('reason' in event && event.reason && !names?.reasons.has(event.reason)) return ['unknown_reason', `There is no reason "${event.reason}" in this plant.`]
  return event.type === 'state' && !names?.places.get(event.equipment)?.lineId ? ['unknown_place', `"${event.equipment}" belongs to no line: it has no states.`] : null
}

function refuseSense(event: PlantEvent): Problem | null {
  if (event.type === 'count' && (event.reject > event.total || event.rework > event.reject)) return ['impossible', 'Rejected pieces are part of the total, reworked ones part of the rejected.']
  if (event.type === 'lab-result' && event.lsl != null && event.usl != null && event.lsl > event.usl) return ['impossible', 'lsl is above usl.']
  return null
}

/** What an event is about. */
export const placeOf = (event: PlantEvent): string => ('line' in event ? event.line : 'place' in event ? event.place : event.equipment)
