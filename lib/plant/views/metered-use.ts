import type { Tx } from '@/lib/db'
import { type EnergyUse, energyUse, type PowerBucket } from '@/lib/energy/energy-use'
import { hourOf } from '@/lib/energy/meter-hours'
import type { PlantNode, Signal } from '@/lib/generated/prisma/client'
import type { LineRows, PlantModel } from '@/lib/plant/views/load-plant'
import type { Period } from '@/lib/plant/views/period'

type Span = Pick<Period, 'from' | 'to'>

/** The place's own meter, or else those directly below it that together are it. */
export function metersOf(model: Pick<PlantModel, 'nodes'>, place: PlantNode, signals: Signal[]): Signal[] {
  const own = signals.filter(({ nodeId }) => nodeId === place.id)
  if (own.length > 0) return own
  return model.nodes.filter(({ parentId }) => parentId === place.id).flatMap((child) => metersOf(model, child, signals))
}

/** A bucket is covered as far as its readings reach, one an expected interval; columns by meter come in a fraction of the time of rows. */
export async function loadBuckets(tx: Tx, signals: Signal[], from: Date, to: Date): Promise<Map<string, PowerBucket[]>> {
  const found = await tx.$queryRaw<{ signal: string; at: number[]; seconds: number[]; count: number[]; kw: number[] }[]>`
    SELECT signal_id AS signal, array_agg(extract(epoch FROM bucket_at)::float8 * 1000 ORDER BY bucket_at) AS at,
      array_agg(level_seconds ORDER BY bucket_at) AS seconds, array_agg(count ORDER BY bucket_at) AS count, array_agg(sum / count ORDER BY bucket_at) AS kw
    FROM telemetry_rollup WHERE signal_id = ANY(${signals.map(({ id }) => id)}) AND level_seconds = 900 AND bucket_at >= ${from} AND bucket_at < ${to} AND count > 0
    GROUP BY 1`
  return new Map(found.map(({ signal, at, seconds, count, kw }) => {
    const interval = signals.find(({ id }) => id === signal)!.expectedIntervalSeconds
    return [signal, at.map((start, i) => {
      const minutes = Math.min(seconds[i]! / 60, (to.getTime() - start) / 60_000)
      const coveredMinutes = Math.min(minutes, (count[i]! * interval) / 60)
      return { at: start, minutes, coveredMinutes, kwh: (kw[i]! * coveredMinutes) / 60 }
    })]
  }))
}

/** What begins in the period's hours: whole hours, so a period has its length to within one. */
export const inPeriod = (buckets: PowerBucket[], { from, to }: Span) => buckets.filter(({ at }) => at >= hourOf(from).getTime() && at < to.getTime())

/** What these meters used in the period over what these lines made in it. */
export function meteredUse(buckets: PowerBucket[], rows: LineRows[], model: PlantModel, period: Span, pricePerKwh: number | null): EnergyUse {
  const minutes = (period.to.getTime() - hourOf(period.from).getTime()) / 60_000
  return energyUse(inPeriod(buckets, period), { minutes, made: madeIn(rows, model, period), pricePerKwh })
}

function madeIn(rows: LineRows[], { products }: PlantModel, { from, to }: Span) {
  const good = new Map<string, number>()
  for (const { counts } of rows) {
    for (const { bucketAt, productId, total, reject } of counts) {
      if (bucketAt >= hourOf(from) && bucketAt < to) good.set(productId, (good.get(productId) ?? 0) + total - reject)
    }
  }
  return [...good].map(([id, pieces]) => ({ good: pieces, countUnit: products.get(id)?.countUnit ?? id, pieceGrams: products.get(id)?.pieceGrams ?? null }))
}
