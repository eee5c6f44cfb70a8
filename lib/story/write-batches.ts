import type { Calendar } from '@/lib/story/calendar'
import type { BatchSpec, LabSpec, LineSpec } from '@/lib/story/plant-spec'
import { type Random, randomFor } from '@/lib/story/random'
import type { BatchRow, BatchStep, LabResultRow, ProductionCountRow, ProductRow } from '@/lib/story/rows'
import type { SimulatedLine, SimulatedRun } from '@/lib/story/simulate-line'

/** Batches younger than this many days are completed, not released yet. */
const releasedAfterDays = 2

/** A batch per run, with its record and its laboratory results. A run's batch is `batchIdOf`. */
export function writeBatches(
  spec: LineSpec,
  line: SimulatedLine,
  counts: ProductionCountRow[],
  products: ProductRow[],
  calendar: Calendar,
  key: string,
) {
  const random = randomFor(`${key}:${spec.id}:batches`)
  const batches: BatchRow[] = []
  const labResults: LabResultRow[] = []
  const ids = batchIds(spec, line, calendar)
  line.runs.forEach((run, i) => {
    const id = ids[i]!
    const odd = oddities(spec.batch, run, line.runs[i - 1], calendar)
    const own = labOf(spec, id, run, odd, random)
    batches.push({
      id,
      lineId: spec.id,
      productId: run.make.productId,
      startsAt: new Date(run.start),
      endsAt: new Date(run.end),
      ...massOf(spec, run, counts, products, random),
      status: odd.held ? 'deviation' : run.end < calendar.at(-releasedAfterDays, 0) ? 'released' : 'completed',
      record: recordOf(spec.batch, run, odd, random),
    })
    labResults.push(...own)
  })
  return { batches, labResults }
}

/** Ids of the batches of a line's runs, in their order: prefix, month and day of the start, number of the day. */
export function batchIds(spec: LineSpec, line: SimulatedLine, calendar: Calendar): string[] {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: calendar.timeZone, month: '2-digit', day: '2-digit' })
  const perDay = new Map<string, number>()
  return line.runs.map((run) => {
    const [day, month] = format.format(run.start).split('/')
    const date = `${month}${day}`
    perDay.set(date, (perDay.get(date) ?? 0) + 1)
    return `${spec.batchCode}-${date}-${perDay.get(date)}`
  })
}

interface Oddities {
  deviation?: BatchSpec['deviation']
  held?: BatchSpec['held']
}

function oddities(batch: BatchSpec, run: SimulatedRun, before: SimulatedRun | undefined, calendar: Calendar): Oddities {
  const firstOf = (day: number) => run.start >= calendar.at(day, 0) && (before?.start ?? 0) < calendar.at(day, 0)
  return {
    deviation: batch.deviation && firstOf(batch.deviation.day) ? batch.deviation : undefined,
    held: batch.held && firstOf(batch.held.day) ? batch.held : undefined,
  }
}

function massOf(
  spec: LineSpec,
  run: SimulatedRun,
  counts: ProductionCountRow[],
  products: ProductRow[],
  random: Random,
) {
  const pieceKg = (products.find((one) => one.id === run.make.productId)!.pieceGrams ?? 0) / 1000
  const mine = counts.filter((row) => row.runId === run.id)
  const total = mine.reduce((sum, row) => sum + row.total, 0)
  const good = mine.reduce((sum, row) => sum + row.total - row.reject, 0)
  const inputKg = (total * pieceKg) / (1 - (1 - spec.batch.yieldRatio) * (1 + 0.08 * clamp(random.normal(), 3)))
  return { inputKg: Math.round(inputKg * 10) / 10, outputKg: Math.round(good * pieceKg * 10) / 10 }
}

const recordOf = (batch: BatchSpec, run: SimulatedRun, { deviation }: Oddities, random: Random): BatchStep[] =>
  batch.steps.map(({ step, parameter, unit, planned, sd, decimals, atShare }) => {
    const drawn = planned + sd * clamp(random.normal(), 2.5)
    const actual = deviation?.parameter === parameter ? deviation.actual : drawn
    const at = new Date(Math.round((run.start + atShare * (run.end - run.start)) / 1000) * 1000).toISOString()
    return { step, parameter, unit, planned, actual: round(actual, decimals), at }
  })

const labOf = (spec: LineSpec, batchId: string, run: SimulatedRun, odd: Oddities, random: Random): LabResultRow[] =>
  spec.batch.lab.flatMap((lab) =>
    Array.from({ length: lab.perBatch }, (_, n) => {
      const share = (n + 0.6) / (lab.perBatch + 0.3)
      const told = [odd.deviation?.lab, odd.held].find((one) => one?.analyte === lab.analyte && n === 0)?.value
      return {
        id: `${batchId}-${lab.analyte.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${n + 1}`,
        batchId,
        nodeId: lab.nodeId,
        takenAt: new Date(Math.round((run.start + share * (run.end - run.start)) / 60_000) * 60_000),
        analyte: lab.analyte,
        value: round(told ?? inside(lab, lab.mean + lab.sd * clamp(random.normal(), 2.8)), lab.decimals),
        unit: lab.unit,
        lsl: lab.lsl,
        usl: lab.usl,
      }
    }),
  )

const inside = ({ lsl, usl }: LabSpec, value: number) => Math.min(usl ?? Infinity, Math.max(lsl ?? 0, value))
const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value))
const round = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals
