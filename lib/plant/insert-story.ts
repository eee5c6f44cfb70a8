import type { Tx } from '@/lib/db'
import type { StoryRows } from '@/lib/story/story'
import type { AlarmRow, AlarmRuleRow, RollupRow } from '@/lib/story/rows'

export interface SeriesOfSignal {
  signalId: string
  t0: Date
  stepSeconds: number
  /** NaN is a gap. */
  values: Float64Array
}

const chunk = 5000

export interface StorySignals {
  rollups?: RollupRow[]
  series?: SeriesOfSignal[]
  alarms?: AlarmRow[]
  /** Readings themselves are written from here on. */
  rawFrom: Date
}

/** Writes all rows of a story in the caller's transaction. */
export async function insertStory(tx: Tx, tenantId: string, rows: StoryRows, { rollups = [], series = [], alarms = [], rawFrom }: StorySignals) {
  const own = <T extends object>(list: T[]) => list.map((row) => ({ ...row, tenantId }))
  await tx.plantNode.createMany({ data: own(rows.plantNodes) })
  await tx.product.createMany({ data: own(rows.products) })
  await tx.shiftPattern.createMany({ data: own(rows.shiftPatterns) as never })
  await tx.stopReason.createMany({ data: own(rows.stopReasons) })
  await tx.costRate.createMany({ data: own(rows.costRates) })
  await tx.characteristic.createMany({ data: own(rows.characteristics) })
  await tx.signal.createMany({ data: own(rows.signals) })
  await insertAlarmRules(tx, tenantId, rows.alarmRules)
  await tx.finding.createMany({ data: own(rows.findings) })
  await tx.dashboard.createMany({ data: own(rows.dashboards) as never })
  await tx.maintenanceEntry.createMany({ data: own(rows.maintenanceEntries) })
  await tx.batch.createMany({ data: own(rows.batches) as never })
  for (const part of chunks(rows.stops)) await tx.stop.createMany({ data: own(part) })
  for (const part of chunks(rows.productionRuns)) await tx.productionRun.createMany({ data: own(part) })
  for (const part of chunks(rows.labResults)) await tx.labResult.createMany({ data: own(part) })
  for (const part of chunks(rows.subgroups)) await tx.subgroup.createMany({ data: own(part) })
  for (const part of chunks(rows.productionCounts)) await insertCounts(tx, tenantId, part)
  for (const part of chunks(rows.equipmentStates)) await insertEquipmentStates(tx, tenantId, part)
  for (const part of chunks(rollups)) await insertRollups(tx, tenantId, part)
  for (const one of series) await insertReadings(tx, tenantId, one, rawFrom)
  for (const part of chunks(alarms)) await insertAlarms(tx, tenantId, part)
}

function* chunks<T>(list: T[]): Generator<T[]> {
  for (let i = 0; i < list.length; i += chunk) yield list.slice(i, i + chunk)
}

// createMany binds every value of every row; for the long tables arrays are several times quicker.
async function insertCounts(tx: Tx, tenantId: string, rows: StoryRows['productionCounts']) {
  await tx.$executeRaw`INSERT INTO production_count (tenant_id, line_id, bucket_at, product_id, run_id, total, reject, rework)
    SELECT ${tenantId}, * FROM unnest(${rows.map((r) => r.lineId)}::text[], ${rows.map((r) => r.bucketAt)}::timestamptz[],
      ${rows.map((r) => r.productId)}::text[], ${rows.map((r) => r.runId)}::text[], ${rows.map((r) => r.total)}::int[],
      ${rows.map((r) => r.reject)}::int[], ${rows.map((r) => r.rework)}::int[])`
}

async function insertEquipmentStates(tx: Tx, tenantId: string, rows: StoryRows['equipmentStates']) {
  await tx.$executeRaw`INSERT INTO equipment_state (tenant_id, equipment_id, line_id, starts_at, ends_at, state, reason_code)
    SELECT ${tenantId}, * FROM unnest(${rows.map((r) => r.equipmentId)}::text[], ${rows.map((r) => r.lineId)}::text[],
      ${rows.map((r) => r.startsAt)}::timestamptz[], ${rows.map((r) => r.endsAt)}::timestamptz[],
      ${rows.map((r) => r.state)}::machine_state[], ${rows.map((r) => r.reasonCode)}::text[])`
}

async function insertRollups(tx: Tx, tenantId: string, rows: RollupRow[]) {
  await tx.$executeRaw`INSERT INTO signal_rollup
      (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last)
    SELECT ${tenantId}, * FROM unnest(${rows.map((r) => r.signalId)}::text[], ${rows.map((r) => r.levelSeconds)}::int[],
      ${rows.map((r) => r.bucketAt)}::timestamptz[], ${rows.map((r) => r.count)}::int[], ${rows.map((r) => r.sum)}::float8[],
      ${rows.map((r) => r.sumSquares)}::float8[], ${rows.map((r) => r.min)}::float8[], ${rows.map((r) => r.max)}::float8[],
      ${rows.map((r) => r.first)}::float8[], ${rows.map((r) => r.last)}::float8[])`
}

async function insertReadings(tx: Tx, tenantId: string, { signalId, t0, stepSeconds, values }: SeriesOfSignal, rawFrom: Date) {
  const times: Date[] = []
  const kept: number[] = []
  const first = Math.max(0, Math.ceil((rawFrom.getTime() - t0.getTime()) / (stepSeconds * 1000)))
  for (let i = first; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue
    times.push(new Date(t0.getTime() + i * stepSeconds * 1000))
    kept.push(values[i]!)
  }
  await tx.$executeRaw`INSERT INTO reading (tenant_id, signal_id, t, v)
    SELECT ${tenantId}, ${signalId}, * FROM unnest(${times}::timestamptz[], ${kept}::float8[])`
}

const insertAlarmRules = (tx: Tx, tenantId: string, rules: AlarmRuleRow[]) =>
  tx.alarmRule.createMany({ data: rules.map(({ kind, ...rule }) => ({ ...rule, tenantId, kind: kind === 'z-score' ? 'z_score' as const : kind, updatedAt: new Date(), updatedBy: 'millrace' })) as never })

/** Received and decided at once: nobody waited for them. Never delivered, so that they count in no latency. */
const insertAlarms = (tx: Tx, tenantId: string, rows: AlarmRow[]) =>
  tx.alarm.createMany({ data: rows.map((row) => ({ ...row, tenantId, ruleVersion: 1, receivedAt: row.raisedAt, decidedAt: row.raisedAt })) })
