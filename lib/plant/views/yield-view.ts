import type { Tx } from '@/lib/db'
import type { Checked } from '@/lib/figures/refusal'
import type { Batch, PlantNode } from '@/lib/generated/prisma/client'
import { loadCostRates } from '@/lib/plant/views/cost-rates'
import { loadLineEnergy } from '@/lib/plant/views/line-energy'
import { findPlace, lineFigures, linesOf, loadLineRows, loadPlantModel, modelAt, type PlantModel, shiftsOf } from '@/lib/plant/views/load-plant'
import { type Period, periodOf } from '@/lib/plant/views/period'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'
import { costPerUnit, type UnitCost } from '@/lib/yield/cost-per-unit'
import { type Balance, type BatchBalance, materialBalance, totalBalance } from '@/lib/yield/material-balance'

export interface BatchYield extends BatchBalance {
  product: string
  line: PlantNode
  endsAt: Date
  status: Batch['status']
}

export interface YieldView {
  model: PlantModel
  place: PlantNode
  period: Period
  /** Refused when a batch has a mass that cannot be. */
  balance: Checked<BatchYield[]>
  total: Balance | null
  products: { product: string; batches: number; balance: Balance }[]
  running: number
  /** What good pieces of each line cost; undefined where something is missing. */
  costs: { line: PlantNode; goodPieces: number; cost: UnitCost | { undefinedBecause: string } }[]
}

const dayMs = 86_400_000

/** Where the material went: batches that ended in the period, by product and one by one. Null when there is no such place. */
export function loadYield(system: System, reach: Reach, path: string[] | undefined, range: string | undefined): Promise<YieldView | null> {
  const now = system.clock.now()
  return system.db.inTenant(reach, async (tx) => {
    const whole = await loadPlantModel(tx)
    const place = findPlace(whole, path)
    if (!place) return null
    const model = modelAt(whole, place)
    const shifts = shiftsOf(model, new Date(now.getTime() - 31 * dayMs), new Date(now.getTime() + dayMs))
    const period = periodOf(range ?? '7d', shifts, now)
    const nodes = linesOf(model, place)
    const ids = nodes.map(({ id }) => id)
    const [batches, rows, rates, energy] = await Promise.all([
      tx.batch.findMany({ where: { lineId: { in: ids }, OR: [{ endsAt: null, startsAt: { lte: now } }, { endsAt: { gt: period.from, lte: period.to } }] }, omit: { record: true }, orderBy: { startsAt: 'desc' } }),
      loadLineRows(tx, whole, nodes, period.from, period.to),
      loadCostRates(tx, ids),
      loadLineEnergy(tx, ids, period),
    ])
    const rejected = await loadRejects(tx, batches.map(({ id }) => id))
    const made = materialBalance(batches.map((batch) => ({ ...batch, rejectedKg: massOf(model, batch.productId, rejected.get(batch.id) ?? 0) })))
    const balance: Checked<BatchYield[]> = made.ok ? { ok: true, value: made.value.map((one) => describe(model, one, batches.find(({ id }) => id === one.id)!)).sort((a, b) => a.yieldRatio - b.yieldRatio) } : made
    const ended = balance.ok ? balance.value : []
    return {
      model, place, period, balance,
      total: totalBalance(ended),
      products: [...Map.groupBy(ended, ({ product }) => product)].map(([product, own]) => ({ product, batches: own.length, balance: totalBalance(own)! })),
      running: batches.filter(({ endsAt }) => !endsAt).length,
      costs: rows.map((line) => {
        const oee = lineFigures(line, period, now)
        const inputKg = ended.filter((batch) => batch.line.id === line.node.id).reduce((sum, batch) => sum + batch.inputKg, 0)
        return { line: line.node, goodPieces: oee.good, cost: costPerUnit({ busyHours: oee.plannedBusyMinutes / 60, inputKg, kwh: energy.get(line.node.id) ?? null, goodPieces: oee.good, rates: rates.get(line.node.id) ?? null }) }
      }),
    }
  })
}

async function loadRejects(tx: Tx, batchIds: string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ batch: string; rejected: number }[]>`
    SELECT r.batch_id AS batch, sum(c.reject)::float8 AS rejected FROM production_run r
    JOIN production_count c ON c.run_id = r.id AND c.line_id = r.line_id WHERE r.batch_id = ANY(${batchIds}) GROUP BY 1`
  return new Map(rows.map(({ batch, rejected }) => [batch, rejected]))
}

function massOf({ products }: PlantModel, productId: string, pieces: number): number | null {
  const grams = products.get(productId)?.pieceGrams ?? null
  return grams === null ? null : (pieces * grams) / 1000
}

const describe = (model: PlantModel, balance: BatchBalance, batch: Pick<Batch, 'lineId' | 'endsAt' | 'status'>): BatchYield => ({
  ...balance,
  product: model.products.get(balance.productId)?.name ?? balance.productId,
  line: model.nodes.find(({ id }) => id === batch.lineId)!,
  endsAt: batch.endsAt!,
  status: batch.status,
})
