/** Distribution functions for intervals and tests; an argument outside the domain throws a RangeError. */

const epsilon = 1e-16
/** Keeps a continued fraction off a division by zero (Lentz). */
const tiny = 1e-300
const maxTerms = 10_000

function demand(holds: boolean, message: string): void {
  if (!holds) throw new RangeError(message)
}

const demandProbability = (p: number) => demand(p > 0 && p < 1, `A probability lies between 0 and 1, not at ${p}.`)
const demandDegrees = (degrees: number) => demand(Number.isFinite(degrees) && degrees > 0, `Degrees of freedom are above 0, not ${degrees}.`)

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** ln Γ(x), x > 0 (Lanczos 1964, g = 7, nine terms). */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const series = lanczos.reduce((sum, term, i) => sum + (i === 0 ? term : term / (x - 1 + i)), 0)
  const base = x + 6.5
  return Math.log(Math.sqrt(2 * Math.PI) * series) + (x - 0.5) * Math.log(base) - base
}

/** b0 + a1/(b1 + a2/(b2 + …)) by the modified Lentz method (Thompson & Barnett 1986); `term` gives [aᵢ, bᵢ] from i = 1. */
function continuedFraction(b0: number, term: (i: number) => [number, number]): number {
  let value = b0 || tiny
  let [c, d] = [value, 0]
  for (let i = 1; i < maxTerms; i += 1) {
    const [a, b] = term(i)
    d = 1 / (b + a * d || tiny)
    c = b + a / c || tiny
    value *= c * d
    if (Math.abs(c * d - 1) < epsilon * 10) break
  }
  return value
}

/** P(a, x) = γ(a, x)/Γ(a) by its series (DLMF 8.7.1); for x < a + 1. */
function lowerGammaSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let i = 1; i < maxTerms && term > sum * epsilon; i += 1) {
    term *= x / (a + i)
    sum += term
  }
  return sum * Math.exp(a * Math.log(x) - x - logGamma(a))
}

/** Q(a, x) = Γ(a, x)/Γ(a) by its continued fraction (DLMF 8.9.2); for x ≥ a + 1. */
function upperGammaFraction(a: number, x: number): number {
  const fraction = continuedFraction(x + 1 - a, (i) => [i * (a - i), x + 1 - a + 2 * i])
  return Math.exp(a * Math.log(x) - x - logGamma(a)) / fraction
}

const lowerGamma = (a: number, x: number) => (x <= 0 ? 0 : x < a + 1 ? lowerGammaSeries(a, x) : 1 - upperGammaFraction(a, x))
const upperGamma = (a: number, x: number) => (x <= 0 ? 1 : x < a + 1 ? 1 - lowerGammaSeries(a, x) : upperGammaFraction(a, x))

/** P(Z ≤ z) of the standard normal, exact in the lower tail too: Q(½, z²/2)/2 (DLMF 7.11.2). */
export function normalCdf(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2
  return z < 0 ? tail : 1 - tail
}

/** ln P(Z ≤ z); far below, where the probability itself would be 0, by Laplace's series (Abramowitz & Stegun 26.2.12). */
export function logNormalCdf(z: number): number {
  if (z > -30) return Math.log(normalCdf(z))
  const inverse = 1 / (z * z)
  return (-z * z) / 2 - Math.log(-z * Math.sqrt(2 * Math.PI)) + Math.log1p(-inverse * (1 - 3 * inverse * (1 - 5 * inverse)))
}

/** The z with P(Z ≤ z) = p: Abramowitz & Stegun 26.2.23, made exact by Newton's steps on the logarithm. */
export function normalQuantile(p: number): number {
  demandProbability(p)
  if (p > 0.5) return -normalQuantile(1 - p)
  const t = Math.sqrt(-2 * Math.log(p))
  const above = 2.515517 + t * (0.802853 + t * 0.010328)
  let z = above / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for (let i = 0; i < 4; i += 1) {
    const cdf = normalCdf(z)
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
    z += (Math.log(p / cdf) * cdf) / density
  }
  return z
}

/** P(X ≤ x) of chi-square; the degrees of freedom need not be whole. */
export function chiSquareCdf(x: number, degrees: number): number {
  demandDegrees(degrees)
  return lowerGamma(degrees / 2, x / 2)
}

/** The x with P(X ≤ x) = p of chi-square, by bisection on the tail that keeps its digits. */
export function chiSquareQuantile(p: number, degrees: number): number {
  demandProbability(p)
  demandDegrees(degrees)
  const isBelow = (x: number) => (p <= 0.5 ? lowerGamma(degrees / 2, x / 2) < p : upperGamma(degrees / 2, x / 2) > 1 - p)
  let [low, high] = [0, degrees + 1]
  while (isBelow(high)) [low, high] = [high, high * 2]
  for (;;) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) return middle
    if (isBelow(middle)) low = middle
    else high = middle
  }
}

/** Term i of the continued fraction of the incomplete beta function (DLMF 8.17.22). */
function betaTerm(x: number, a: number, b: number, i: number): [number, number] {
  if (i === 1) return [1, 1]
  const m = Math.floor((i - 1) / 2)
  const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
  const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
  return [i % 2 ? even : odd, 1]
}

/** Regularised incomplete beta function Iₓ(a, b), from the side on which the fraction converges fast. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  return front * continuedFraction(0, (i) => betaTerm(x, a, b, i))
}

/** P(F ≥ f), the p-value of an F test: I with x = d2/(d2 + d1·f), a = d2/2, b = d1/2 (Abramowitz & Stegun 26.6.2). */
export function fUpperTail(f: number, numerator: number, denominator: number): number {
  demandDegrees(numerator)
  demandDegrees(denominator)
  if (f <= 0) return 1
  return f === Infinity ? 0 : incompleteBeta(denominator / (denominator + numerator * f), denominator / 2, numerator / 2)
}
