import { type LineInput, lineOee, type LineOee } from '@/lib/oee/oee'
import { type ShiftInstance, shiftsBetween } from '@/lib/oee/shift-calendar'
import { oeeByWindow } from '@/lib/oee/oee-by-window'
import type { StopEvent } from '@/lib/oee/time-elements'
import type { Tx } from '@/lib/db'
import { Prisma, type PlantNode, type Product, type StopReason, type Tenant } from '@/lib/generated/prisma/client'
import { calendarAt, type ExceptionAt, type PatternAt } from '@/lib/plant/calendar-at'
import { bucketSeconds } from '@/lib/plant/play-story'
import { recordedFrom } from '@/lib/plant/recorded-from'

const dayMs = 86_400_000

/** What does not change with the period. */
export interface PlantModel {
  tenant: Tenant
  /** In the order of the tree: each node directly before what is below it. */
  nodes: PlantNode[]
  products: Map<string, Product>
  reasons: Map<string, StopReason>
  /** Of all places, until `modelAt` leaves those of one. */
  patterns: PatternAt[]
  /** Holidays and extra shifts. */
  exceptions: ExceptionAt[]
}

/** One line with what happened on it in the loaded period. */
export interface LineRows {
  node: PlantNode
  stops: (StopEvent & { note: string | null; equipmentId: string | null })[]
  runs: LineInput['runs']
  counts: LineInput['counts']
  /** When the line was manned by its own calendar, a day beyond the period on both sides. */
  shifts: ShiftInstance[]
}

export async function loadPlantModel(tx: Tx): Promise<PlantModel> {
  const [tenant, [rows]] = await Promise.all([tx.tenant.findFirstOrThrow(), tx.$queryRaw<[PlantRows]>(plantRows)])
  const { nodes, products, reasons, patterns, exceptions } = rows
  return {
    tenant,
    nodes: treeOrder(nodes),
    products: new Map(products.map((product) => [product.id, product])),
    reasons: new Map(reasons.map((reason) => [reason.code, reason])),
    patterns,
    exceptions,
  }
}

interface PlantRows {
  nodes: PlantNode[]
  products: Product[]
  reasons: StopReason[]
  patterns: PatternAt[]
  exceptions: ExceptionAt[]
}

/** Every room asks for them: five questions of the ORM are four more than PostgreSQL needs, and take longer than its answers. */
const plantRows = Prisma.sql`SELECT ${Prisma.join([
  rowsOf('nodes', 'plant_node', 'tenant_id AS "tenantId", id, parent_id AS "parentId", level, name, path, position, time_zone AS "timeZone", version'),
  rowsOf('products', 'product', 'tenant_id AS "tenantId", id, name, count_unit AS "countUnit", piece_grams AS "pieceGrams", version'),
  rowsOf('reasons', 'stop_reason', 'tenant_id AS "tenantId", code, parent_code AS "parentCode", name, kind, version'),
  rowsOf('patterns', 'shift_pattern', 'tenant_id AS "tenantId", id, node_id AS "nodeId", name, start_local AS "startLocal", end_local AS "endLocal", weekdays, breaks, version'),
  rowsOf('exceptions', 'shift_exception', 'tenant_id AS "tenantId", id, node_id AS "nodeId", date, kind, name, start_local AS "startLocal", end_local AS "endLocal", version'),
])}`

/** All rows of a table as one value; dates come as the engine takes them, without a time. */
function rowsOf(name: string, table: string, columns: string): Prisma.Sql {
  return Prisma.raw(`(SELECT coalesce(json_agg(r), '[]') FROM (SELECT ${columns} FROM ${table}) r) AS ${name}`)
}

/** Siblings by position, children after their parent. */
export function treeOrder(nodes: PlantNode[]): PlantNode[] {
  const below = Map.groupBy(nodes, ({ parentId }) => parentId)
  const walk = (parentId: string | null): PlantNode[] =>
    (below.get(parentId) ?? []).toSorted((a, b) => a.position - b.position).flatMap((node) => [node, ...walk(node.id)])
  return walk(null)
}

/** The node at this path in the URL; the site for an empty one; null for one that is not there. */
export function findPlace(model: PlantModel, path: string[] = []): PlantNode | null {
  const wanted = path.map(decodeURIComponent).join('/')
  return model.nodes.find((node) => (wanted ? node.path === wanted : node.level === 'site')) ?? null
}

/** The lines at or below a place; of equipment, the line it belongs to. */
export function linesOf(model: PlantModel, place: PlantNode): PlantNode[] {
  const lines = model.nodes.filter((node) => node.level === 'line')
  const below = lines.filter((line) => line.path === place.path || line.path.startsWith(`${place.path}/`))
  return below.length > 0 ? below : lines.filter((line) => place.path.startsWith(`${line.path}/`))
}

/** The model as it holds at a place: its shifts, and the clock of its site in the place of the tenant's. */
export function modelAt(model: PlantModel, place: PlantNode): PlantModel {
  const { timeZone, ...calendar } = calendarAt(place, { ...model, timeZone: model.tenant.timeZone })
  return { ...model, ...calendar, tenant: { ...model.tenant, timeZone } }
}

/** Rows of these lines that touch [from, to). The model is that of the whole plant. */
export async function loadLineRows(tx: Tx, model: PlantModel, lines: PlantNode[], from: Date, to: Date): Promise<LineRows[]> {
  const lineId = { in: lines.map((line) => line.id) }
  const touches = { startsAt: { lt: to }, OR: [{ endsAt: null }, { endsAt: { gt: from } }] }
  const [stops, runs, counts] = await Promise.all([
    tx.stop.findMany({ where: { lineId, ...touches }, orderBy: { startsAt: 'asc' } }),
    tx.productionRun.findMany({ where: { lineId, ...touches } }),
    loadCounts(tx, lines.map((line) => line.id), new Date(from.getTime() - bucketSeconds * 1000), to),
  ])
  return lines.map((node) => ({
    node,
    stops: stops.filter((stop) => stop.lineId === node.id),
    runs: runs.filter((run) => run.lineId === node.id),
    counts: counts.get(node.id) ?? [],
    shifts: shiftsOf(modelAt(model, node), new Date(from.getTime() - dayMs), new Date(to.getTime() + dayMs)),
  }))
}

interface CountColumns {
  line: string
  run: string
  product: string
  at: number[]
  total: number[]
  reject: number[]
  rework: number[]
}

/** Counted pieces by line. A month of four lines is ten thousand buckets: as columns by run they come in a tenth of the time, and what reads JSON is native. */
async function loadCounts(tx: Tx, lineIds: string[], after: Date, to: Date): Promise<Map<string, LineInput['counts']>> {
  const runs = await tx.$queryRaw<CountColumns[]>`
    SELECT line_id AS line, run_id AS run, product_id AS product, json_agg((extract(epoch FROM bucket_at) * 1000)::bigint) AS at,
      json_agg(total) AS total, json_agg(reject) AS reject, json_agg(rework) AS rework
    FROM production_count WHERE line_id = ANY(${lineIds}) AND bucket_at > ${after} AND bucket_at < ${to}
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`
  const byLine = new Map<string, LineInput['counts']>()
  for (const { line, run, product, at, total, reject, rework } of runs) {
    const counts = byLine.get(line) ?? []
    byLine.set(line, counts)
    at.forEach((bucket, i) => counts.push({ bucketAt: new Date(bucket), bucketSeconds, runId: run, productId: product, total: total[i]!, reject: reject[i]!, rework: rework[i]! }))
  }
  return byLine
}

/** Of a model at a place, or of a plant with one calendar; those of which anything can be known. */
export function shiftsOf(model: PlantModel, from: Date, to: Date): ShiftInstance[] {
  const shifts = shiftsBetween(model.patterns, model.tenant.timeZone, from, to, model.exceptions)
  const known = recordedFrom(model.tenant)
  return known ? shifts.filter(({ startsAt }) => startsAt >= known) : shifts
}

/** Only what can count in the window: a month is loaded once and asked about day by day. */
function touching(rows: LineRows, { from, to }: LineInput['window'], now: Date) {
  const [first, last] = [from.getTime(), to.getTime()]
  const isIn = (starts: Date, ends: Date | null) => starts.getTime() < last && (ends ?? now).getTime() > first
  return {
    ...rows,
    stops: rows.stops.filter(({ startsAt, endsAt }) => isIn(startsAt, endsAt)),
    runs: rows.runs.filter(({ startsAt, endsAt }) => isIn(startsAt, endsAt)),
    counts: rows.counts.filter(({ bucketAt }) => bucketAt.getTime() < last && bucketAt.getTime() + bucketSeconds * 1000 > first),
    shifts: rows.shifts.filter(({ startsAt, endsAt }) => startsAt < to && endsAt > from),
  }
}

/** The figures of a line in a window. Rows that contradict themselves are a bug of whoever wrote them: it throws with their name. */
export function lineFigures(rows: LineRows, window: LineInput['window'], now: Date): LineOee {
  const result = lineOee({ ...touching(rows, window, now), window, now })
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value
}

/** The figures of a line in each of many windows, which ascend and do not overlap. */
export function windowFigures(rows: LineRows, windows: LineInput['window'][], now: Date): LineOee[] {
  const result = oeeByWindow({ ...rows, now }, windows)
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value
}
