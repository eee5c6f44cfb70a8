/**
 * The story as plain tables, for notebooks and downloads. Times are ISO 8601 UTC texts (`2026-03-12T11:31:00.000Z`),
 * columns are snake_case, `line` / `node` / `equipment` are node ids. Only what happened at or before `until`.
 *
 * production_counts(bucket_at, line, product, total, good, reject, rework, ideal_rate_per_minute)   15-min buckets, by run
 * runs(run, line, product, batch, starts_at, ends_at, ideal_rate_per_minute)                         ends_at null: still running
 * stops(starts_at, ends_at, line, equipment, kind, reason, minutes)     open stops: ends_at null, minutes to `until`
 * signals(id, node, name, unit, quantity)
 * readings(t, signal, value)                                            one a minute, the 30 days before `until`, no row in a gap
 * energy(t, line, kwh)                                                  15-min; lines and separately metered equipment, without
 *                                                                       the whole-site meter (readings of `site.power` in kW)
 * lab_results(taken_at, batch, node, analyte, value, unit, lsl, usl)
 * subgroups(characteristic, index, taken_at, x1, x2, x3, x4, x5, lsl, usl, target, unit)
 * maintenance(opened_at, closed_at, node, kind, title, detail)
 * batches(batch, line, product, starts_at, ends_at, input_kg, output_kg, status)
 * batch_records(batch, at, step, parameter, unit, planned, actual)
 */
import type { StoryRows } from '@/lib/story/story'
import { generateStory, type Industry } from '@/lib/story/story'
import { rollupsOf, signalSeries } from '@/lib/story/readings'

export type ColumnType = 'text' | 'integer' | 'double' | 'timestamp'
export type Cell = string | number | null

export interface SampleTable {
  name: string
  columns: { name: string; type: ColumnType }[]
  /** Cells in the order of the columns; timestamps as ISO text. May be iterated more than once. */
  rows: Iterable<Cell[]>
}

/** The tables described at the top of this file. */
export function sampleTables(industry: Industry, storyDate: string, until: Date): SampleTable[] {
  const story = generateStory(industry, storyDate)
  const rateOf = new Map(story.productionRuns.map((run) => [run.id, run.idealRatePerMinute]))
  const known = (at: Date | null) => (at && at <= until ? at.toISOString() : null)
  const past = <T>(rows: T[], at: (row: T) => Date) => rows.filter((row) => at(row) <= until)
  const batches = past(story.batches, (row) => row.startsAt)
  return [
    table(
      'production_counts',
      'bucket_at:timestamp line:text product:text total:integer good:integer reject:integer rework:integer ideal_rate_per_minute:double',
      // A bucket that is not over is not in the file: its counts are not final.
      story.productionCounts
        .filter((row) => row.bucketAt.getTime() + 900_000 <= until.getTime())
        .map((row) => [
          row.bucketAt.toISOString(),
          row.lineId,
          row.productId,
          row.total,
          row.total - row.reject,
          row.reject,
          row.rework,
          rateOf.get(row.runId)!,
        ]),
    ),
    table(
      'runs',
      'run:text line:text product:text batch:text starts_at:timestamp ends_at:timestamp ideal_rate_per_minute:double',
      past(story.productionRuns, (row) => row.startsAt).map((row) => [
        row.id,
        row.lineId,
        row.productId,
        row.batchId,
        row.startsAt.toISOString(),
        known(row.endsAt),
        row.idealRatePerMinute,
      ]),
    ),
    table(
      'stops',
      'starts_at:timestamp ends_at:timestamp line:text equipment:text kind:text reason:text minutes:double',
      past(story.stops, (row) => row.startsAt).map((row) => [
        row.startsAt.toISOString(),
        known(row.endsAt),
        row.lineId,
        row.equipmentId,
        row.kind,
        row.reasonCode,
        minutesOf(row, until),
      ]),
    ),
    table(
      'signals',
      'id:text node:text name:text unit:text quantity:text',
      story.signals.map((row) => [row.id, row.nodeId, row.name, row.unit, row.quantity]),
    ),
    {
      ...table('readings', 't:timestamp signal:text value:double', []),
      rows: { [Symbol.iterator]: () => readings(industry, storyDate, story, until) },
    },
    {
      ...table('energy', 't:timestamp line:text kwh:double', []),
      rows: { [Symbol.iterator]: () => energy(industry, storyDate, story, until) },
    },
    table(
      'lab_results',
      'taken_at:timestamp batch:text node:text analyte:text value:double unit:text lsl:double usl:double',
      past(story.labResults, (row) => row.takenAt).map((row) => [
        row.takenAt.toISOString(),
        row.batchId,
        row.nodeId,
        row.analyte,
        row.value,
        row.unit,
        row.lsl,
        row.usl,
      ]),
    ),
    table(
      'subgroups',
      'characteristic:text index:integer taken_at:timestamp x1:double x2:double x3:double x4:double x5:double lsl:double usl:double target:double unit:text',
      subgroups(story, until),
    ),
    table(
      'maintenance',
      'opened_at:timestamp closed_at:timestamp node:text kind:text title:text detail:text',
      past(story.maintenanceEntries, (row) => row.openedAt).map((row) => [
        row.openedAt.toISOString(),
        known(row.closedAt),
        row.nodeId,
        row.kind,
        row.title,
        row.detail,
      ]),
    ),
    table(
      'batches',
      'batch:text line:text product:text starts_at:timestamp ends_at:timestamp input_kg:double output_kg:double status:text',
      batches.map((row) => [
        row.id,
        row.lineId,
        row.productId,
        row.startsAt.toISOString(),
        known(row.endsAt),
        row.inputKg,
        known(row.endsAt) && row.outputKg,
        known(row.endsAt) ? row.status : 'running',
      ]),
    ),
    table(
      'batch_records',
      'batch:text at:timestamp step:text parameter:text unit:text planned:double actual:double',
      batches.flatMap((row) =>
        row.record
          .filter((step) => new Date(step.at) <= until)
          .map((step) => [row.id, step.at, step.step, step.parameter, step.unit, step.planned, step.actual]),
      ),
    ),
  ]
}

/** Columns are written `name:type name:type`. */
function table(name: string, columns: string, rows: Cell[][]): SampleTable {
  const split = columns.split(' ').map((column) => column.split(':') as [string, ColumnType])
  return { name, columns: split.map(([column, type]) => ({ name: column, type })), rows }
}

function minutesOf({ startsAt, endsAt }: StoryRows['stops'][number], until: Date): number {
  const end = Math.min(endsAt?.getTime() ?? Infinity, until.getTime())
  return Math.round((end - startsAt.getTime()) / 600) / 100
}

function subgroups(story: StoryRows, until: Date): Cell[][] {
  const of = new Map(story.characteristics.map((one) => [one.id, one]))
  return story.subgroups
    .filter((row) => row.takenAt <= until)
    .map((row) => {
      const { lsl, usl, target, unit } = of.get(row.characteristicId)!
      return [row.characteristicId, row.index, row.takenAt.toISOString(), ...row.values, lsl, usl, target, unit]
    })
}

const readingDays = 30

function* readings(industry: Industry, storyDate: string, story: StoryRows, until: Date): Generator<Cell[]> {
  const from = until.getTime() - readingDays * 86_400_000
  for (const { id } of story.signals) {
    const { t0, stepSeconds, values } = signalSeries(industry, storyDate, id)
    for (let i = 0; i < values.length; i++) {
      const t = t0.getTime() + i * stepSeconds * 1000
      if (t < from || Number.isNaN(values[i])) continue
      if (t > until.getTime()) break
      yield [new Date(t).toISOString(), id, values[i]!]
    }
  }
}

function* energy(industry: Industry, storyDate: string, story: StoryRows, until: Date): Generator<Cell[]> {
  for (const { id, nodeId } of story.signals.filter((one) => one.quantity === 'power' && one.nodeId !== 'site')) {
    for (const { bucketAt, sum } of rollupsOf(signalSeries(industry, storyDate, id), 900)) {
      if (bucketAt.getTime() + 900_000 > until.getTime()) break
      yield [bucketAt.toISOString(), nodeId, Math.round((sum / 60) * 1000) / 1000]
    }
  }
}
