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
 * A bare NaN or Infinity, which Python writes, spoils its reading and not the body. @throws SyntaxError when it is no JSON.
 */
export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const mended = text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (found) => (found.startsWith('"') ? found : 'null'))
    if (mended === text) throw error
    return JSON.parse(mended) as unknown
  }
}

/** A verdict for every reading. `unitOf` answers undefined for a signal that the tenant does not have. */
export function readBatch(body: unknown, unitOf: (signal: string) => string | undefined, receivedAt: number): Batch {
  const groups = new Map<string, Group>()
  const refused: RefusedReading[] = []
  let accepted = 0
  const items = Array.isArray(body) ? (body as unknown[]) : [body]
  const take = (signal: string, t: unknown, v: unknown, raw: () => unknown, place: { index: number; at?: number }) => {
    const time = t === undefined ? receivedAt : timeOf(t)
    const code = typeof v !== 'number' || !Number.isFinite(v) ? 'not_a_number' : refuseTime(time, receivedAt)
    if (code) {
      refused.push({ ...place, code, message: words[code], raw: raw() })
      return
    }
    let group = groups.get(signal)
    if (!group) groups.set(signal, (group = { signal, t: [], v: [] }))
    group.t.push(time)
    group.v.push(v as number)
    accepted++
  }
  items.forEach((item, index) => {
    const columns = Array.isArray(body) ? { index } : null
    const refuse = (code: RefusalCode, message = words[code]) => void refused.push({ index, code, message, raw: item })
    if (!isReading(item)) return refuse('bad_shape')
    const { signal, t, v, unit } = item
    const expected = unitOf(signal)
    if (expected === undefined) return refuse('unknown_signal', `There is no signal "${signal}" in this plant.`)
    if (unit !== undefined && plainUnit(unit) !== plainUnit(expected)) return refuse('unit_mismatch', `"${signal}" is measured in ${expected}, not in ${unit}.`)
    if (!Array.isArray(v)) return take(signal, t, v, () => item, { index })
    if (!Array.isArray(t) || t.length !== v.length) return refuse('bad_shape', 't and v must be arrays of the same length.')
    for (let i = 0; i < v.length; i++) take(signal, t[i], v[i], () => ({ signal, t: t[i] as unknown, v: v[i] as unknown, ...(unit && { unit }) }), columns ? { index, at: i } : { index: i })
  })
  return { groups: [...groups.values()], accepted, refused }
}

const words: Record<RefusalCode, string> = {
  bad_shape: 'A reading is an object with a signal (text) and v; t and unit may be left out.',
  unknown_signal: 'There is no such signal in this plant.',
  unit_mismatch: 'The unit is not the signal’s.',
  not_a_number: 'v must be a finite number.',
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
