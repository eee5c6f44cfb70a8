import type { LineOee, Ratio } from '@/lib/oee/oee'
import { costPerMinute, loadCostRates } from '@/lib/plant/views/cost-rates'
import type { PlantNode } from '@/lib/generated/prisma/client'
import { lineFigures, loadLineRows, loadPlantModel, modelAt, type PlantModel, shiftsOf } from '@/lib/plant/views/load-plant'
import { loadLineEnergy } from '@/lib/plant/views/line-energy'
import { type Period, periodOf } from '@/lib/plant/views/period'
import { type StopReliability, stopReliability } from '@/lib/reliability/from-stops'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export interface ComparedLine {
  node: PlantNode
  oee: LineOee
  reliability: StopReliability | null
  /** kWh a thousand good pieces; null without a meter or pieces. */
  energyPerThousand: number | null
  /** Output ÷ input of the batches that ended in the period; null without one. */
  yieldRatio: number | null
  /** Stopped time at the price of planned busy time; null without a rate. */
  lossMoney: number | null
  currency: string | null
  /** What its pieces are called, when they are all called the same. */
  countUnit: string | null
}

export interface ComparisonView {
  model: PlantModel
  period: Period
  lines: ComparedLine[]
}

const dayMs = 86_400_000

/** Every line of the site over one period, by the same functions as its own pages. */
export function loadComparison(system: System, reach: Reach, range: string | undefined): Promise<ComparisonView> {
  const now = system.clock.now()
  return system.db.inTenant(reach, async (tx) => {
    const model = await loadPlantModel(tx)
    const nodes = model.nodes.filter(({ level }) => level === 'line')
    const site = model.nodes.find(({ level }) => level === 'site')
    const shifts = site ? shiftsOf(modelAt(model, site), new Date(now.getTime() - 31 * dayMs), new Date(now.getTime() + dayMs)) : []
    const period = periodOf(range ?? '7d', shifts, now)
    const ids = nodes.map(({ id }) => id)
    const [rows, rates, energy, batches] = await Promise.all([
      loadLineRows(tx, model, nodes, period.from, period.to),
      loadCostRates(tx, ids),
      loadLineEnergy(tx, ids, period),
      tx.batch.findMany({ where: { lineId: { in: ids }, endsAt: { gt: period.from, lte: period.to }, outputKg: { not: null } }, select: { lineId: true, inputKg: true, outputKg: true } }),
    ])
    const lines = rows.map((line): ComparedLine => {
      const oee = lineFigures(line, period, now)
      const rate = rates.get(line.node.id)
      const kwh = energy.get(line.node.id) ?? null
      const made = batches.filter(({ lineId }) => lineId === line.node.id)
      const input = made.reduce((sum, { inputKg }) => sum + inputKg, 0)
      const units = new Set(line.counts.map(({ productId }) => model.products.get(productId)?.countUnit ?? null))
      const checked = oee.producingMinutes > 0 ? stopReliability({ ...line, window: period, now }) : null
      const price = costPerMinute(rate)
      return {
        node: line.node,
        oee,
        reliability: checked?.ok ? checked.value : null,
        energyPerThousand: kwh !== null && oee.good > 0 ? (kwh / oee.good) * 1000 : null,
        yieldRatio: input > 0 ? made.reduce((sum, { outputKg }) => sum + outputKg!, 0) / input : null,
        lossMoney: price === null ? null : oee.downMinutes * price,
        currency: rate?.currency ?? null,
        countUnit: units.size === 1 ? [...units][0]! : null,
      }
    })
    return { model, period, lines }
  })
}

const numberOf = (ratio: Ratio | undefined): number | null => (typeof ratio === 'number' ? ratio : null)

export interface Measure {
  key: string
  label: string
  unit: '%' | 'h' | 'min' | 'kWh' | 'pieces' | 'money'
  digits: number
  /** Whether more is better. */
  best: 'most' | 'least'
  of: (line: ComparedLine) => number | null
}

const percent = (ratio: number | null) => (ratio === null ? null : ratio * 100)

/** What lines are compared by. Pieces of different lines are different things: they are counted, and no best is named. */
export const measures: Measure[] = [
  { key: 'oee', label: 'OEE', unit: '%', digits: 1, best: 'most', of: ({ oee }) => percent(numberOf(oee.oeeRatio)) },
  { key: 'availability', label: 'Availability', unit: '%', digits: 1, best: 'most', of: ({ oee }) => percent(numberOf(oee.availabilityRatio)) },
  { key: 'performance', label: 'Performance', unit: '%', digits: 1, best: 'most', of: ({ oee }) => percent(numberOf(oee.performanceRatio)) },
  { key: 'quality', label: 'Quality', unit: '%', digits: 2, best: 'most', of: ({ oee }) => percent(numberOf(oee.qualityRatio)) },
  { key: 'stopped', label: 'Stopped, an hour', unit: 'min', digits: 1, best: 'least', of: ({ oee }) => (oee.plannedBusyMinutes > 0 ? (oee.downMinutes / oee.plannedBusyMinutes) * 60 : null) },
  { key: 'mtbf', label: 'MTBF', unit: 'h', digits: 1, best: 'most', of: ({ reliability }) => numberOf(reliability?.mtbfHours) },
  { key: 'mttr', label: 'MTTR', unit: 'min', digits: 1, best: 'least', of: ({ reliability }) => { const hours = numberOf(reliability?.mttrHours); return hours === null ? null : hours * 60 } },
  { key: 'yield', label: 'Yield', unit: '%', digits: 2, best: 'most', of: ({ yieldRatio }) => percent(yieldRatio) },
  { key: 'energy', label: 'Energy, a thousand', unit: 'kWh', digits: 2, best: 'least', of: ({ energyPerThousand }) => energyPerThousand },
  { key: 'cost', label: 'Cost of stops', unit: 'money', digits: 0, best: 'least', of: ({ lossMoney }) => lossMoney },
]
