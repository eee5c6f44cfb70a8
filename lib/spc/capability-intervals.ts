import { chiSquareQuantile, normalQuantile } from '@/lib/spc/distributions'

/** Bounds at a confidence level (0.95), and by what method. */
export interface CapabilityInterval {
  lower: number
  upper: number
  level: number
  method: 'chi-square' | 'Bissell' | 'Boyles'
}

/** Of Cp or Pp: exact for normal values (NIST/SEMATECH 6.1.6). `degrees` are those of the sigma in it. */
export function cpInterval(cp: number, degrees: number, level = 0.95): CapabilityInterval {
  const tail = (1 - level) / 2
  return { lower: cp * Math.sqrt(chiSquareQuantile(tail, degrees) / degrees), upper: cp * Math.sqrt(chiSquareQuantile(1 - tail, degrees) / degrees), level, method: 'chi-square' }
}

/** Of Cpk or Ppk of n values: the approximation of Bissell (1990), as in NIST/SEMATECH 6.1.6 and Minitab. */
export function cpkInterval(cpk: number, n: number, degrees: number, level = 0.95): CapabilityInterval {
  const reach = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(1 / (9 * n) + cpk ** 2 / (2 * degrees))
  return { lower: cpk - reach, upper: cpk + reach, level, method: 'Bissell' }
}

/** Of Cpm of n values: Boyles (1991). `a` is (mean − target) ÷ sigma. */
export function cpmInterval(cpm: number, n: number, a: number, level = 0.95): CapabilityInterval {
  const degrees = (n * (1 + a ** 2) ** 2) / (1 + 2 * a ** 2)
  return { ...cpInterval(cpm, degrees, level), method: 'Boyles' }
}
