/** What time and material of a line cost. */
export interface LossPrices {
  /** ISO 4217. */
  currency: string
  /** A planned busy hour. */
  busyHour: number
  materialPerKg: number
}

export interface LossMoney {
  currency: string
  time: number
  /** Null when the mass of what was rejected is not known: it is left out of the total. */
  material: number | null
  total: number
  /** In words, with the numbers in it. */
  explanation: string
}

/**
 * Lost minutes at the price of planned busy time, and the material of rejected pieces. Lost sales are not in it: they
 * depend on the market. Null without prices, never 0. Minutes gained (a line above its ideal rate) are negative money.
 */
export function lossMoney(loss: { minutes: number; rejectedKg?: number | null }, prices: LossPrices | null | undefined): LossMoney | null {
  if (!prices) return null
  const time = (loss.minutes / 60) * prices.busyHour
  const material = loss.rejectedKg === null ? null : (loss.rejectedKg ?? 0) * prices.materialPerKg
  const kg = loss.rejectedKg === null ? '; the mass of a piece is not known, so material is left out' : loss.rejectedKg ? ` + ${loss.rejectedKg.toFixed(1)} kg × ${prices.materialPerKg} ${prices.currency}/kg` : ''
  return { currency: prices.currency, time, material, total: time + (material ?? 0), explanation: `${loss.minutes.toFixed(1)} min ÷ 60 × ${prices.busyHour} ${prices.currency} per planned busy hour${kg}` }
}
