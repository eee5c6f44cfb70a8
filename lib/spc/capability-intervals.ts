import { chiSquareQuantile, normalQuantile } from '@/lib/spc/distributions'

/** Bounds at a confidence level (0.95), by what method, and with how many degrees of freedom. */
export interface CapabilityInterval {
  lower: number
  upper: number
  level: number
  method: 'chi-square' | 'Bissell' | 'Boyles'
  degrees: number
}

const defaultLevel = 0.95

/** Of Cp or Pp: exact for normal values (NIST/SEMATECH 6.1.6). `degrees` are those of the sigma in it. */
export function cpInterval(cp: number, degrees: number, level = defaultLevel): CapabilityInterval {
  const bound = (p: number) => cp * Math.sqrt(chiSquareQuantile(p, degrees) / degrees)
  const tail = (1 - level) / 2
  return { lower: bound(tail), upper: bound(1 - tail), level, method: 'chi-square', degrees }
}

/**
 * Of Cpk or Ppk of n values: Cpk ± z √(1/9n + Cpk²/2ν), the approximation of Bissell (1990), as in NIST/SEMATECH 6.1.6,
 * SAS/QC and Minitab. `degrees` are those of the sigma in it.
 */
export function cpkInterval(cpk: number, n: number, degrees: number, level = defaultLevel): CapabilityInterval {
  const reach = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(1 / (9 * n) + cpk ** 2 / (2 * degrees))
  return { lower: cpk - reach, upper: cpk + reach, level, method: 'Bissell', degrees }
}

/**
 * Of Cpm of n values with the sample deviation s in it, by Boyles (1991): chi-square with ν = n(1 + a²)² ÷ (1 + 2a²),
 * a = (mean − target) ÷ s. His limits belong to the estimate with Σ(x − target)² ÷ n, so the one with s (n − 1), which
 * is reported, is put in its terms first; SAS/QC does the same.
 */
export function cpmInterval(cpm: number, n: number, a: number, level = defaultLevel): CapabilityInterval {
  const degrees = (n * (1 + a ** 2) ** 2) / (1 + 2 * a ** 2)
  const withDivisorN = cpm * Math.sqrt((1 + a ** 2) / ((n - 1) / n + a ** 2))
  return { ...cpInterval(withDivisorN, degrees, level), method: 'Boyles' }
}

/**
 * Of Cpm with sigma within: Boyles' matching of two moments, with the degrees of that sigma for his n,
 * ν = (1 + a²)² ÷ (1/`sigmaDegrees` + 2a²/n).
 */
export function cpmWithinInterval(
  cpm: number, n: number, a: number, sigmaDegrees: number, level = defaultLevel,
): CapabilityInterval {
  const degrees = (1 + a ** 2) ** 2 / (1 / sigmaDegrees + (2 * a ** 2) / n)
  return { ...cpInterval(cpm, degrees, level), method: 'Boyles' }
}
