import { type Checked, figure, refuse } from '@/lib/figures/refusal'

export interface BatchMass {
  id: string
  productId: string
  inputKg: number
  /** Null while it runs. */
  outputKg: number | null
  /** Mass of its rejected pieces; null when the mass of a piece is not known. */
  rejectedKg: number | null
}

export interface Balance {
  inputKg: number
  outputKg: number
  rejectedKg: number
  /** Input less output less rejects: what nobody can account for. Negative when more came out than went in. */
  unaccountedKg: number
  /** Output ÷ input. */
  yieldRatio: number
}

export interface BatchBalance extends Balance {
  id: string
  productId: string
  /** Robust z of its yield among the batches of its product; null with fewer than five of them or none that differ. */
  robustZ: number | null
  isOutlier: boolean
}

/** Iglewicz and Hoaglin (1993): a modified z above 3.5 is an outlier. */
export const outlierZ = 3.5
const fewest = 5

/**
 * Mass balance of batches that have ended; it closes exactly, the rest is said. Batches that run are left out. Refuses
 * masses that cannot be, naming the batch.
 */
export function materialBalance(batches: BatchMass[]): Checked<BatchBalance[]> {
  const ended = batches.filter(({ outputKg }) => outputKg !== null)
  for (const { id, inputKg, outputKg, rejectedKg } of ended) {
    if (![inputKg, outputKg!, rejectedKg ?? 0].every((kg) => Number.isFinite(kg) && kg >= 0)) return refuse('mass', `Batch ${id} has a mass that is negative or no number.`, id)
    if (inputKg === 0) return refuse('no-input', `Batch ${id} has an output and no input.`, id)
  }
  const made = ended.map(({ id, productId, inputKg, outputKg, rejectedKg }) => ({ id, productId, ...balanceOf({ inputKg, outputKg: outputKg!, rejectedKg: rejectedKg ?? 0 }) }))
  const zOf = robustZ(made)
  return figure(made.map((batch) => ({ ...batch, robustZ: zOf(batch), isOutlier: Math.abs(zOf(batch) ?? 0) > outlierZ })))
}

const balanceOf = (mass: Pick<Balance, 'inputKg' | 'outputKg' | 'rejectedKg'>): Balance => ({ ...mass, unaccountedKg: mass.inputKg - mass.outputKg - mass.rejectedKg, yieldRatio: mass.outputKg / mass.inputKg })

/** Of several batches: masses are added and then divided, yields are never averaged. Null for none. */
export function totalBalance(batches: Balance[]): Balance | null {
  if (batches.length === 0) return null
  const sum = (key: 'inputKg' | 'outputKg' | 'rejectedKg') => batches.reduce((total, batch) => total + batch[key], 0)
  return balanceOf({ inputKg: sum('inputKg'), outputKg: sum('outputKg'), rejectedKg: sum('rejectedKg') })
}

const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function robustZ(batches: (Balance & { productId: string })[]) {
  const byProduct = new Map(
    [...Map.groupBy(batches, ({ productId }) => productId)].map(([product, own]) => {
      const centre = median(own.map(({ yieldRatio }) => yieldRatio))
      return [product, { centre, spread: median(own.map(({ yieldRatio }) => Math.abs(yieldRatio - centre))), count: own.length }]
    }),
  )
  return ({ productId, yieldRatio }: Balance & { productId: string }): number | null => {
    const { centre, spread, count } = byProduct.get(productId)!
    return count < fewest || spread === 0 ? null : (0.6745 * (yieldRatio - centre)) / spread
  }
}
