import type { Tx } from '@/lib/db'
import type { CostRate } from '@/lib/generated/prisma/client'

/** What time, material and energy cost, by line. A line without a rate has no money figures. */
export async function loadCostRates(tx: Tx, lineIds: string[]): Promise<Map<string, CostRate>> {
  const rates = await tx.costRate.findMany({ where: { lineId: { in: lineIds } } })
  return new Map(rates.map((rate) => [rate.lineId, rate]))
}

/** Of one minute of planned busy time; null without a rate. */
export const costPerMinute = (rate: CostRate | undefined): number | null => (rate ? rate.busyHour / 60 : null)
