import type { Interval } from '@/lib/oee/intervals'

/** A stretch of a power meter, or of several added up. */
export interface PowerBucket {
  /** Its start, in milliseconds since the epoch. */
  at: number
  /** Its length; of the one that now falls into, what has passed. */
  minutes: number
  /** Of the covered minutes only: mean power × covered time. A gap is not filled up. */
  kwh: number
  /** What the meter reported of it. */
  coveredMinutes: number
}

/** A figure, or why there is none. */
export type Defined = number | { undefinedBecause: string }

export type EnergyState = 'producing' | 'standing' | 'outside'

export interface StateUse {
  state: EnergyState
  /** Measured time in this state. */
  coveredMinutes: number
  kwh: number
}

/** Meters added up, by time. Of a stretch it is covered what all of them report; where none does, it is left out. */
export function addMeters(meters: PowerBucket[][]): PowerBucket[] {
  if (meters.length === 1) return meters[0]!
  const sums = new Map<number, PowerBucket & { meters: number }>()
  for (const bucket of meters.flat()) {
    const sum = sums.get(bucket.at)
    if (!sum) sums.set(bucket.at, { ...bucket, meters: 1 })
    else {
      sum.kwh += bucket.kwh
      sum.coveredMinutes = Math.min(sum.coveredMinutes, bucket.coveredMinutes)
      sum.meters++
    }
  }
  return [...sums.values()]
    .sort((a, b) => a.at - b.at)
    .map(({ meters: reporting, ...sum }) => (reporting === meters.length ? sum : { ...sum, coveredMinutes: 0 }))
}

/**
 * Where the energy went: while producing, while standing within the shifts (stops, breaks and planned stops), and
 * outside the shifts. `producing` lies within `inShift`, as the time elements of ISO 22400-2 do. A bucket that a border
 * cuts is shared out by time, for a mean does not say when in it the power was drawn. The three add up to the whole.
 */
export function energyByState(buckets: PowerBucket[], { producing, inShift }: { producing: Interval[]; inShift: Interval[] }): StateUse[] {
  const made = overlapMinutes(buckets, producing)
  const open = overlapMinutes(buckets, inShift)
  const use: Record<EnergyState, StateUse> = {
    producing: { state: 'producing', coveredMinutes: 0, kwh: 0 },
    standing: { state: 'standing', coveredMinutes: 0, kwh: 0 },
    outside: { state: 'outside', coveredMinutes: 0, kwh: 0 },
  }
  buckets.forEach(({ minutes, kwh, coveredMinutes }, i) => {
    if (minutes <= 0) return
    const parts: [EnergyState, number][] = [['producing', made[i]!], ['standing', open[i]! - made[i]!], ['outside', minutes - open[i]!]]
    for (const [state, part] of parts) {
      use[state].kwh += (kwh * part) / minutes
      use[state].coveredMinutes += (coveredMinutes * part) / minutes
    }
  })
  return [use.producing, use.standing, use.outside]
}

/** How many minutes of each bucket are in the set; both ascend. */
function overlapMinutes(buckets: PowerBucket[], set: Interval[]): number[] {
  let first = 0
  return buckets.map(({ at, minutes }) => {
    const end = at + minutes * 60_000
    while (first < set.length && set[first]!.to <= at) first++
    let inside = 0
    for (let i = first; i < set.length && set[i]!.from < end; i++) inside += Math.min(end, set[i]!.to) - Math.max(at, set[i]!.from)
    return inside / 60_000
  })
}

export interface EnergyUse {
  kwh: number
  coveredMinutes: number
  /** Of the period's minutes those that no meter reported: their energy is not in `kwh`. */
  uncoveredMinutes: number
  /** Pieces of different kinds (tablets and blisters) are not added up. */
  goodPieces: Defined
  goodKg: Defined
  /** kWh a thousand good pieces, and a tonne of them. */
  perThousand: Defined
  perTonne: Defined
  cost: Defined
}

export interface MadePieces {
  good: number
  /** What one piece is called: cup, carton, tablet. */
  countUnit: string
  /** Mass of one piece; null where it is not known. */
  pieceGrams: number | null
}

/** Energy of a period over what was made in it. `minutes` is the length of the period. */
export function energyUse(buckets: PowerBucket[], { minutes, made, pricePerKwh }: { minutes: number; made: MadePieces[]; pricePerKwh: number | null }): EnergyUse {
  const coveredMinutes = buckets.reduce((sum, bucket) => sum + bucket.coveredMinutes, 0)
  const kwh = buckets.reduce((sum, bucket) => sum + bucket.kwh, 0)
  const goodPieces = piecesOf(made)
  const goodKg = massOf(made)
  const isMeasured = coveredMinutes > 0
  const over = (amount: Defined, thousand: number): Defined => {
    if (!isMeasured) return { undefinedBecause: 'nothing measured' }
    if (typeof amount !== 'number') return amount
    return amount > 0 ? (kwh / amount) * thousand : { undefinedBecause: 'no good piece' }
  }
  return {
    kwh, coveredMinutes, goodPieces, goodKg,
    uncoveredMinutes: Math.max(0, minutes - coveredMinutes),
    perThousand: over(goodPieces, 1000),
    perTonne: over(goodKg, 1000),
    cost: !isMeasured ? { undefinedBecause: 'nothing measured' } : pricePerKwh === null ? { undefinedBecause: 'no price' } : kwh * pricePerKwh,
  }
}

function piecesOf(made: MadePieces[]): Defined {
  const kinds = new Set(made.filter(({ good }) => good > 0).map(({ countUnit }) => countUnit))
  return kinds.size > 1 ? { undefinedBecause: 'pieces of several kinds' } : made.reduce((sum, { good }) => sum + good, 0)
}

function massOf(made: MadePieces[]): Defined {
  if (made.some(({ good, pieceGrams }) => good > 0 && pieceGrams === null)) return { undefinedBecause: 'mass of a piece not known' }
  return made.reduce((sum, { good, pieceGrams }) => sum + (good * (pieceGrams ?? 0)) / 1000, 0)
}
