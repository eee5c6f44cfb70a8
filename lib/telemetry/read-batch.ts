import { Ajv } from 'ajv'

/** Readings of one signal, as they came. `t` in epoch milliseconds, `v` in the signal's unit. */
export interface Group {
  signal: string
  t: number[]
  v: number[]
}

export type RefusalCode = 'bad_shape' | 'unknown_signal' | 'unit_mismatch' | 'not_a_number' | 'bad_time' | 'clock_ahead' | 'too_old'
/** Of an event as well. */
export type EventRefusalCode = RefusalCode | 'unknown_place' | 'unknown_product' | 'unknown_reason' | 'impossible'

/** A reading that is not taken: where it stood, why, and what it was. `at` is its place in a column. */
export interface RefusedReading {
  index: number
  at?: number
  code: EventRefusalCode
  message: string
  raw: unknown
}

export interface Batch {
  groups: Group[]
  accepted: number
  refused: RefusedReading[]
}

/** What a clock may be ahead; what is older comes in as history, not as telemetry. */
export const aheadMs = 5 * 60_000
export const oldestMs = 31 * 86_400_000

/** More of a body are not refused one by one: a letter of them would be larger than the journal's records may be. */
export const mostRefused = 100_000
/** Objects and lists of one body, more than the shortest readings of eight MiB are. Brackets alone would keep the parser for seconds, and every other plant's alarms with it. */
export const mostOpened = 500_000
/** Nested deeper, a refused reading is kept as this text: whoever writes or stores it would run out of stack. */
const deepest = 32
/** Sums of squares stay finite. */
const greatest = 1e150

/** A body of which so much is refused that none of it is taken. */
export class TooManyRefused extends Error {
  constructor(readonly first: RefusedReading, most: number) {
    super(`More than ${most.toLocaleString('en')} of it cannot be taken, so nothing was. The first: ${first.message}`)
  }
}

const isDeeper = (value: unknown, levels: number): boolean => typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1)))

/** What was sent, as a letter can keep it. */
export const keepable = (raw: unknown): unknown => (isDeeper(raw, deepest) ? `(nested more than ${deepest} levels deep)` : raw)

interface One {
  signal: string
  t?: unknown
  v: unknown
  unit?: string
}

const one = { type: 'object', required: ['signal', 'v'], properties: { signal: { type: 'string', maxLength: 200 }, unit: { type: 'string', maxLength: 40 } } }
const isReading = new Ajv().compile<One>(one)

/**
 * Parses a body: one reading, an array of readings, or columns `{signal, t: […], v: […]}` (also as items of an array).
 * A bare NaN or Infinity, which Python writes, spoils its reading and not the body; the mark of byte order that Windows writes
 * first is none of it. @throws SyntaxError when it is no JSON.
 */
export function parseBody(body: string): unknown {
  const text = body.charCodeAt(0) === 0xfeff ? body.slice(1) : body
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const mended = text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (found) => (found.startsWith('"') ? found : 'null'))
    if (mended === text) throw error
    return JSON.parse(mended) as unknown
  }
}

/** Whether more is opened in a body than any of readings opens. Counted without its text being read: brackets in words count too. */
export function opensTooMany(body: Buffer): boolean {
  if (body.length <= mostOpened) return false
  let opened = 0
  for (let i = 0; i < body.length; i++) if (body[i] === 0x5b || body[i] === 0x7b) opened++
  return opened > mostOpened
}

/** A verdict for every reading. `unitOf` answers undefined for a signal that the tenant does not have. @throws TooManyRefused */
export function readBatch(body: unknown, unitOf: (signal: string) => string | undefined, receivedAt: number): Batch {
  const reader = new BatchReader(receivedAt)
  const isList = Array.isArray(body)
  const items = isList ? (body as unknown[]) : [body]
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    const refusal = refuseItem(item, unitOf)
    if (refusal) reader.refuse({ index, ...refusal, raw: keepable(item) })
    else reader.take(item as One, index, isList)
  }
  return { groups: [...reader.groups.values()], accepted: reader.accepted, refused: reader.refused }
}

/** What is wrong with all readings of an item, or null. */
function refuseItem(item: unknown, unitOf: (signal: string) => string | undefined): { code: RefusalCode; message: string } | null {
  if (!isReading(item)) return { code: 'bad_shape', message: words.bad_shape }
  const { signal, t, v, unit } = item
  const expected = unitOf(signal)
  if (expected === undefined) return { code: 'unknown_signal', message: `There is no signal "${signal}" in this plant.` }
  if (unit !== undefined && unit !== expected && plainUnit(unit) !== plainUnit(expected)) return { code: 'unit_mismatch', message: `"${signal}" is measured in ${expected}, not in ${unit}.` }
  if (Array.isArray(v) && (!Array.isArray(t) || t.length !== v.length)) return { code: 'bad_shape', message: 't and v must be arrays of the same length.' }
  return null
}

/** Plain loops and no closures: this runs for every reading of the plant. */
class BatchReader {
  readonly groups = new Map<string, Group>()
  readonly refused: RefusedReading[] = []
  accepted = 0

  constructor(private readonly receivedAt: number) {}

  take(item: One, index: number, isInList: boolean): void {
    const { signal, t, v } = item
    const group = this.groups.get(signal) ?? { signal, t: [], v: [] }
    if (Array.isArray(v)) {
      const times = t as unknown[]
      for (let i = 0; i < v.length; i++) this.#takeOne(group, times[i], v[i], item, isInList ? index : i, isInList ? i : undefined)
    } else this.#takeOne(group, t, v, item, index)
    if (group.t.length > 0) this.groups.set(signal, group)
  }

  #takeOne(group: Group, t: unknown, v: unknown, item: One, index: number, at?: number): void {
    const time = t === undefined ? this.receivedAt : timeOf(t)
    const code = typeof v !== 'number' || !(Math.abs(v) <= greatest) ? 'not_a_number' : refuseTime(time, this.receivedAt)
    if (code) {
      const { signal, unit } = item
      const raw = Array.isArray(item.v) ? { signal, t, v, ...(unit && { unit }) } : item
      return this.refuse({ index, ...(at !== undefined && { at }), code, message: words[code], raw: keepable(raw) })
    }
    group.t.push(time)
    group.v.push(v as number)
    this.accepted++
  }

  refuse(reading: RefusedReading): void {
    if (this.refused.length === mostRefused) throw new TooManyRefused(this.refused[0]!, mostRefused)
    this.refused.push(reading)
  }
}

const words: Record<RefusalCode, string> = {
  bad_shape: 'A reading is an object with a signal (text) and v; t and unit may be left out.',
  unknown_signal: 'There is no such signal in this plant.',
  unit_mismatch: 'The unit is not the signal’s.',
  not_a_number: `v must be a number, and no larger than ${greatest}.`,
  bad_time: 't must be epoch milliseconds or an ISO 8601 time with its offset.',
  clock_ahead: `t is more than ${aheadMs / 60_000} minutes ahead; check the sensor's clock.`,
  too_old: `t is more than ${oldestMs / 86_400_000} days ago; bring history in as a file.`,
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/

/** Epoch milliseconds, whole; NaN when it is no time. */
function timeOf(t: unknown): number {
  if (typeof t === 'number') return Math.round(t)
  return typeof t === 'string' && isoTime.test(t) ? Date.parse(t) : NaN
}

function refuseTime(t: number, receivedAt: number): RefusalCode | null {
  if (!Number.isFinite(t)) return 'bad_time'
  if (t > receivedAt + aheadMs) return 'clock_ahead'
  return t < receivedAt - oldestMs ? 'too_old' : null
}

/** °C, ℃ and degC are one unit; m³/h and m3/h too. */
const plainUnit = (unit: string) => unit.normalize('NFKC').replace(/\s+/g, '').replace(/^deg/, '°')
