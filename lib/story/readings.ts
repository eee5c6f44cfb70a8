import { type Calendar, clockOf, minuteMs, wallDays } from '@/lib/story/calendar'
import { type Random, randomFor } from '@/lib/story/random'
import type { SignalShape, SignalSpec } from '@/lib/story/plant-spec'
import type { RollupRow } from '@/lib/story/rows'
import { type Industry, type Simulation, simulationOf } from '@/lib/story/simulation'

export interface SignalSeries {
  signalId: string
  /** The story's start: local midnight of day −30. */
  t0: Date
  stepSeconds: 60
  /** One value a minute in the signal's unit, rounded to its decimals; NaN is a gap. */
  values: Float64Array
}

/** Telemetry of one signal over the whole story (days −30 to +2). Throws when the plant has no such signal. */
export function signalSeries(industry: Industry, storyDate: string, signalId: string): SignalSeries {
  const simulation = simulationOf(industry, storyDate)
  const spec = simulation.plant.signals.find((one) => one.id === signalId)
  if (!spec) throw new Error(`${industry} has no signal ${signalId}`)
  const values = rounded(valuesOf(simulation, spec), spec.decimals)
  for (const [from, to] of gapOf(spec, simulation.calendar)) values.fill(NaN, from, to)
  return { signalId, t0: new Date(simulation.calendar.startMs), stepSeconds: 60, values }
}

/**
 * Roll-ups by buckets of `levelSeconds` aligned to the epoch. A bucket without values has no row. Throws when a bucket
 * is no whole number of steps.
 */
export function rollupsOf(series: SignalSeries, levelSeconds = 900): RollupRow[] {
  const { signalId, t0, stepSeconds, values } = series
  if (levelSeconds % stepSeconds !== 0) throw new RangeError(`${levelSeconds} s is no multiple of ${stepSeconds} s`)
  const rows: RollupRow[] = []
  const startSeconds = t0.getTime() / 1000
  let row: RollupRow | null = null
  let bucket = -1
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (Number.isNaN(v)) continue
    const mine = Math.floor((startSeconds + i * stepSeconds) / levelSeconds)
    if (row === null || mine !== bucket) {
      bucket = mine
      const bucketAt = new Date(bucket * levelSeconds * 1000)
      row = { signalId, levelSeconds, bucketAt, count: 0, sum: 0, sumSquares: 0, min: v, max: v, first: v, last: v }
      rows.push(row)
    }
    row.count++
    row.sum += v
    row.sumSquares += v * v
    if (v < row.min) row.min = v
    if (v > row.max) row.max = v
    row.last = v
  }
  return rows
}

function valuesOf(simulation: Simulation, spec: SignalSpec): Float64Array {
  const random = randomFor(`${simulation.key}:${spec.id}`)
  const { shape } = spec
  switch (shape.kind) {
    case 'speed':
      return minutesOf(simulation, shape.lineId).pieces.slice()
    case 'power':
      return powerOf(simulation, shape, random)
    case 'lag':
      return lagOf(simulation, shape, random)
    case 'clock':
      return clockDriven(simulation, shape, random)
    case 'site-power':
      return sitePower(simulation, shape.baseKw, random)
  }
}

const minutesOf = ({ lines }: Simulation, lineId: string) => lines.find((one) => one.spec.id === lineId)!.minutes

type Shape<K extends SignalShape['kind']> = Extract<SignalShape, { kind: K }>

/** Energy follows states: running, idle (stopped or on a break) and planned stop; running power grows a little with speed. */
function powerOf(simulation: Simulation, shape: Shape<'power'>, random: Random): Float64Array {
  const { running, planned } = minutesOf(simulation, shape.lineId)
  const noise = swinging(random, 0.7, 0.012)
  return running.map((share, i) => {
    const stopped = Math.max(0, 1 - share - planned[i]!)
    return (share * shape.runningKw + planned[i]! * shape.plannedKw + stopped * shape.idleKw) * (1 + noise())
  })
}

function lagOf(simulation: Simulation, shape: Shape<'lag'>, random: Random): Float64Array {
  const { calendar } = simulation
  const running = shape.lineId === null ? null : minutesOf(simulation, shape.lineId).running
  const values = new Float64Array(calendar.minutes)
  const keep = Math.exp(-1 / shape.tauMinutes)
  const noise = swinging(random, 0.6, shape.noise)
  const days = wallDays(calendar)
  let level = shape.running
  for (let i = 0; i < values.length; i++) {
    const share = running ? running[i]! : 1
    const drift = shape.drift?.(days[i]!) ?? 0
    const target = share * (shape.running + drift) + (1 - share) * shape.idle
    level = keep * level + (1 - keep) * target
    values[i] = level + noise() * (running && shape.idle === 0 ? Math.min(1, level / shape.running) : 1)
  }
  return values
}

function clockDriven({ calendar }: Simulation, shape: Shape<'clock'>, random: Random): Float64Array {
  const noise = swinging(random, 0.7, shape.noise)
  return wallDays(calendar).map((day) => Math.max(0, shape.level(day, (day - Math.floor(day)) * 24) + noise()))
}

/** The whole-site meter measures what the sub-meters measure, and a base load. */
function sitePower(simulation: Simulation, baseKw: number, random: Random): Float64Array {
  const noise = swinging(random, 0.9, baseKw * 0.03)
  const total = new Float64Array(simulation.calendar.minutes).map(() => baseKw + noise())
  for (const spec of simulation.plant.signals) {
    if (spec.quantity !== 'power' || spec.shape.kind === 'site-power') continue
    valuesOf(simulation, spec).forEach((v, i) => (total[i]! += v))
  }
  return total
}

/** First-order autoregressive noise with the given standard deviation. */
function swinging(random: Random, memory: number, sd: number): () => number {
  const kick = sd * Math.sqrt(1 - memory * memory)
  let x = 0
  return () => (x = memory * x + kick * random.normal())
}

function rounded(values: Float64Array, decimals: number): Float64Array {
  const scale = 10 ** decimals
  return values.map((v) => Math.round(v * scale) / scale)
}

function gapOf({ gap }: SignalSpec, calendar: Calendar): [number, number][] {
  if (!gap) return []
  const from = (calendar.at(gap.day, clockOf(gap.clock)) - calendar.startMs) / minuteMs
  return [[from, from + gap.minutes]]
}
