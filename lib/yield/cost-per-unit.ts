export interface UnitCostInput {
  busyHours: number
  inputKg: number
  /** Null when it is not metered: then energy is left out, which is said. */
  kwh: number | null
  goodPieces: number
  rates: { currency: string; busyHour: number; materialPerKg: number; energyPerKwh: number } | null
}

export interface UnitCost {
  currency: string
  time: number
  material: number
  energy: number | null
  total: number
  /** Of one good piece. */
  perPiece: number
}

/** What good pieces cost: planned busy time, material that went in, energy. No rates or no good piece: why there is none. */
export function costPerUnit({ busyHours, inputKg, kwh, goodPieces, rates }: UnitCostInput): UnitCost | { undefinedBecause: string } {
  if (!rates) return { undefinedBecause: 'no cost rates' }
  if (!(goodPieces > 0)) return { undefinedBecause: 'no good piece' }
  const time = busyHours * rates.busyHour
  const material = inputKg * rates.materialPerKg
  const energy = kwh === null ? null : kwh * rates.energyPerKwh
  const total = time + material + (energy ?? 0)
  return { currency: rates.currency, time, material, energy, total, perPiece: total / goodPieces }
}
