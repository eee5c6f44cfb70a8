import type { Tx } from '@/lib/db'
import type { ColumnType } from '@/lib/plant/write-parquet'
import { bucketSeconds } from '@/lib/plant/play-story'
import { loadPlantModel, modelAt, type PlantModel, shiftsOf } from '@/lib/plant/views/load-plant'
import { chartConstants } from '@/lib/spc/constants'

/** The period of a run: what touches it is handed over. */
export interface RunPeriod {
  from: Date
  to: Date
}

export interface SilverTable {
  name: string
  columns: { name: string; type: ColumnType }[]
  rows: unknown[][]
}

const dayMs = 86_400_000
/** Sizes of subgroups for which there is a chart of ranges. */
const sizes = Array.from({ length: 24 }, (_, i) => i + 2)

const columns = (text: string): SilverTable['columns'] =>
  text.split(' ').map((one) => {
    const [name, type = 'text'] = one.split(':') as [string, ColumnType?]
    return { name, type }
  })

/**
 * What the models of platform/dbt stand on, of one plant: the sources that `models/staging/staging.yml` names, rows in the
 * order of their columns. The calendar is expanded here, because clocks of sites are; no figure is made here.
 */
export async function loadSilver(tx: Tx, period: RunPeriod): Promise<SilverTable[]> {
  const model = await loadPlantModel(tx)
  return [...calendarTables(model, period), ...(await eventTables(tx, period)), ...(await qualityTables(tx)), productTable(model), constantsTable()]
}

function calendarTables(model: PlantModel, { from, to }: RunPeriod): SilverTable[] {
  const lines = model.nodes.filter(({ level }) => level === 'line')
  const manned = lines.flatMap((line) => shiftsOf(modelAt(model, line), new Date(from.getTime() - dayMs), new Date(to.getTime() + dayMs)).map((shift) => ({ line, shift })))
  return [
    { name: 'lines', columns: columns('line name'), rows: lines.map(({ id, name }) => [id, name]) },
    { name: 'shifts', columns: columns('line day shift starts_at:timestamp ends_at:timestamp'), rows: manned.map(({ line, shift }) => [line.id, shift.localDate, shift.name, shift.startsAt, shift.endsAt]) },
    { name: 'breaks', columns: columns('line starts_at:timestamp ends_at:timestamp'), rows: manned.flatMap(({ line, shift }) => shift.breaks.map((pause) => [line.id, pause.startsAt, pause.endsAt])) },
  ]
}

async function eventTables(tx: Tx, { from, to }: RunPeriod): Promise<SilverTable[]> {
  const early = new Date(from.getTime() - dayMs)
  const touches = { startsAt: { lt: to }, OR: [{ endsAt: null }, { endsAt: { gt: early } }] }
  const [stops, runs, counts, batches] = await Promise.all([
    tx.stop.findMany({ where: touches }),
    tx.productionRun.findMany({ where: touches }),
    tx.$queryRaw<{ line: string; run: string; product: string; at: Date; total: number; reject: number; rework: number }[]>`
      SELECT line_id AS line, run_id AS run, product_id AS product, bucket_at AS at, total, reject, rework FROM production_count WHERE bucket_at > ${early} AND bucket_at < ${to}`,
    tx.batch.findMany({ where: touches, omit: { record: true } }),
  ])
  return [
    { name: 'stops', columns: columns('stop line kind reason starts_at:timestamp ends_at:timestamp'), rows: stops.map((one) => [one.id, one.lineId, one.kind, one.reasonCode, one.startsAt, one.endsAt]) },
    { name: 'runs', columns: columns('run line product batch ideal_rate_per_minute:double'), rows: runs.map((one) => [one.id, one.lineId, one.productId, one.batchId, one.idealRatePerMinute]) },
    { name: 'counts', columns: columns('line run product bucket_at:timestamp bucket_seconds:integer total:integer reject:integer rework:integer'), rows: counts.map((one) => [one.line, one.run, one.product, one.at, bucketSeconds, one.total, one.reject, one.rework]) },
    { name: 'batches', columns: columns('batch line product starts_at:timestamp ends_at:timestamp input_kg:double output_kg:double'), rows: batches.map((one) => [one.id, one.lineId, one.productId, one.startsAt, one.endsAt, one.inputKg, one.outputKg]) },
  ]
}

async function qualityTables(tx: Tx): Promise<SilverTable[]> {
  const [characteristics, subgroups] = await Promise.all([tx.characteristic.findMany(), tx.subgroup.findMany()])
  return [
    { name: 'characteristics', columns: columns('characteristic product subgroup_size:integer phase_i_first:integer phase_i_last:integer lsl:double usl:double'), rows: characteristics.map((one) => [one.id, one.productId, one.subgroupSize, one.phaseIFirst, one.phaseILast, one.lsl, one.usl]) },
    {
      name: 'measurements',
      columns: columns('characteristic subgroup:integer position:integer taken_at:timestamp value:double is_excluded:integer'),
      rows: subgroups.flatMap((one) => one.values.map((value, i) => [one.characteristicId, one.index, i + 1, one.takenAt, value, one.excludedReason ? 1 : 0])),
    },
  ]
}

const productTable = ({ products }: PlantModel): SilverTable => ({ name: 'products', columns: columns('product name piece_grams:double'), rows: [...products.values()].map((one) => [one.id, one.name, one.pieceGrams]) })

const constantsTable = (): SilverTable => ({
  name: 'spc_constants',
  columns: columns('size:integer d2:double lower_range:double upper_range:double'),
  rows: sizes.flatMap((size) => {
    const made = chartConstants(size)
    return made.ok ? [[size, made.value.d2, made.value.D3, made.value.D4]] : []
  }),
})
