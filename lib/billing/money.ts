/** Money is computed in fractions of whole numbers and rounded once; no floating point touches it. */
export interface Fraction {
  over: bigint
  under: bigint
}

/** Decimal places that a price may have. */
export const priceDecimals = 6
const priceScale = 10n ** BigInt(priceDecimals)

/** `"12.5"` in units of the currency, as the fraction it is. @throws on anything but a decimal of at most six places. */
export function priceOf(text: string): Fraction {
  const parts = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text)
  if (!parts) throw new Error(`"${text}" is not a price`)
  return { over: BigInt(parts[1]!) * priceScale + BigInt((parts[2] ?? '').padEnd(priceDecimals, '0')), under: priceScale }
}

export const times = (a: Fraction, over: bigint, under = 1n): Fraction => ({ over: a.over * over, under: a.under * under })

/** To the cent, halves upwards (amounts are never negative): the rule that every line of an invoice states. */
export const toCents = ({ over, under }: Fraction): bigint => (over * 200n + under) / (under * 2n)

/** `123456n` → `1234.56`. */
export const centsText = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
