import { type Calendar, minuteMs } from '@/lib/story/calendar'
import type { LineMinutes } from '@/lib/story/line-minutes'
import type { LineSpec } from '@/lib/story/plant-spec'
import { randomFor } from '@/lib/story/random'
import type { ProductionCountRow } from '@/lib/story/rows'
import type { SimulatedLine } from '@/lib/story/simulate-line'

export const bucketMinutes = 15
/** A run's first pieces are rejected more often. */
const startUpFactor = 2.5

/**
 * Whole pieces by UTC quarter of an hour and run. Fractions are carried over, so the sum of a run's buckets is what the
 * line made in it. Quarters in which nothing was made have no row.
 */
export function countPieces(
  spec: LineSpec,
  line: SimulatedLine,
  minutes: LineMinutes,
  calendar: Calendar,
  key: string,
): ProductionCountRow[] {
  const random = randomFor(`${key}:${spec.id}:counts`)
  const rows: ProductionCountRow[] = []
  const firstBucket = calendar.startMs / (bucketMinutes * minuteMs)
  let open = null as { bucket: number; run: number; first: boolean } | null
  let made = 0
  let rejected = 0
  const close = () => {
    if (!open) return
    const total = Math.floor(made)
    made -= total
    const row = rowOf(open, total)
    if (total > 0) rows.push(row)
  }
  const rowOf = ({ bucket, run, first }: NonNullable<typeof open>, total: number): ProductionCountRow => {
    const { id, make } = line.runs[run]!
    const expected = total * spec.rejectRatio * (first ? startUpFactor : 1) * random.logNormal(1, 0.35)
    rejected += Math.max(0, expected + Math.sqrt(expected) * 0.4 * random.normal())
    const reject = Math.min(total, Math.floor(rejected))
    rejected -= reject
    const bucketAt = new Date((firstBucket + bucket) * bucketMinutes * minuteMs)
    return {
      lineId: spec.id,
      bucketAt,
      productId: make.productId,
      runId: id,
      total,
      reject,
      rework: Math.floor(reject * 0.25),
    }
  }
  for (let i = 0; i < calendar.minutes; i++) {
    const run = minutes.run[i]!
    if (run < 0) continue
    const bucket = Math.floor(i / bucketMinutes)
    if (open === null || open.bucket !== bucket || open.run !== run) {
      close()
      open = { bucket, run, first: open?.run !== run }
    }
    made += minutes.pieces[i]!
  }
  close()
  return rows
}
