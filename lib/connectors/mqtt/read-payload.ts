export type TimeUnit = 's' | 'ms' | 'us'

export type PayloadForm =
  /** The value as text, and nothing else. */
  | { form: 'number' }
  /** An object; paths like `data.value` or `readings.0.v`. */
  | { form: 'json'; value: string; time?: string; unit?: string; timeUnit: TimeUnit }
  /** What the gateway takes: `{signal?, unit?, t: […], v: […]}`, or an array of these. */
  | { form: 'columns'; timeUnit: TimeUnit }

/** Values of one payload; `signal` when the payload names it, no `t` when the sender sent no time. */
export interface Values {
  signal?: string
  unit?: string
  t?: number[]
  v: number[]
}

export type ReadPayload = { kind: 'values'; values: Values[] } | { kind: 'bad'; why: string }

const bad = (why: string): ReadPayload => ({ kind: 'bad', why })
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/
const msPer: Record<TimeUnit, number> = { s: 1000, ms: 1, us: 0.001 }

/** What a payload says. Nothing is guessed: text is no number, and a time without its offset is no time. */
export function readPayload(form: PayloadForm, payload: Buffer): ReadPayload {
  const text = payload.toString('utf8').trim()
  if (form.form === 'number') {
    const v = text === 'true' ? 1 : text === 'false' ? 0 : plainNumber.test(text) ? Number(text) : NaN
    return Number.isFinite(v) ? { kind: 'values', values: [{ v: [v] }] } : bad('no number')
  }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return bad('no JSON')
  }
  return form.form === 'json' ? readObject(form, body) : readColumns(form.timeUnit, body)
}

function readObject(form: Extract<PayloadForm, { form: 'json' }>, body: unknown): ReadPayload {
  const v = numberOf(at(body, form.value))
  if (v === null) return bad(`no number at ${form.value}`)
  const unit = form.unit === undefined ? undefined : at(body, form.unit)
  if (unit !== undefined && typeof unit !== 'string') return bad(`no text at ${form.unit}`)
  const values: Values = { v: [v], ...(unit !== undefined && { unit }) }
  if (form.time === undefined) return { kind: 'values', values: [values] }
  const t = timeOf(at(body, form.time), form.timeUnit)
  return t === null ? bad(`no time at ${form.time}`) : { kind: 'values', values: [{ ...values, t: [t] }] }
}

function readColumns(timeUnit: TimeUnit, body: unknown): ReadPayload {
  const values: Values[] = []
  for (const one of Array.isArray(body) ? (body as unknown[]) : [body]) {
    const { signal, unit, t, v } = (one ?? {}) as Record<string, unknown>
    if (!Array.isArray(t) || !Array.isArray(v) || t.length !== v.length) return bad('t and v are no arrays of one length')
    if ((signal !== undefined && typeof signal !== 'string') || (unit !== undefined && typeof unit !== 'string')) return bad('signal or unit is no text')
    const times = t.map((time) => timeOf(time, timeUnit))
    const numbers = v.map(numberOf)
    if (times.includes(null)) return bad('a time is no time')
    if (numbers.includes(null)) return bad('a value is no number')
    values.push({ ...(signal !== undefined && { signal }), ...(unit !== undefined && { unit }), t: times as number[], v: numbers as number[] })
  }
  return { kind: 'values', values }
}

function at(body: unknown, path: string): unknown {
  let here = body
  for (const step of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Record<string, unknown>)[step]
  }
  return here
}

const numberOf = (value: unknown): number | null => (typeof value === 'boolean' ? Number(value) : typeof value === 'number' && Number.isFinite(value) ? value : null)

function timeOf(value: unknown, unit: TimeUnit): number | null {
  const t = typeof value === 'number' ? Math.round(value * msPer[unit]) : typeof value === 'string' && isoTime.test(value) ? Date.parse(value) : NaN
  return Number.isFinite(t) ? t : null
}
