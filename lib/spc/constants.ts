import { type Checked, figure, refuse } from '@/lib/figures/refusal'

/** Factors of a control chart for subgroups of one size, from a normal population (ISO 7870-2, table 2). */
export interface ChartConstants extends DeviationConstants {
  /** Mean and standard deviation of the relative range W = R/σ. */
  d2: number
  d3: number
  /** x̄ limits: grand mean ± A2·R̄. */
  A2: number
  /** R limits: D3·R̄ and D4·R̄. */
  D3: number
  D4: number
}

/** The factors of a chart of s, which has no largest subgroup. */
export interface DeviationConstants {
  size: number
  /** Mean of s/σ. */
  c4: number
  /** x̄ limits: grand mean ± A3·s̄. */
  A3: number
  /** s limits: B3·s̄ and B4·s̄. */
  B3: number
  B4: number
}

/** Above this a range throws too much away; a chart of s is the right one. */
const maxSize = 25

const step = 0.02
const reach = 8
const count = Math.round((2 * reach) / step) + 1

const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
const place = (i: number) => -reach + i * step
const densities = Array.from({ length: count }, (_, i) => density(place(i)))

/** Φ on the grid, added up by Simpson's rule. */
function cumulative(): number[] {
  const sums = [0]
  for (let i = 1; i < count; i += 1) {
    const [from, to] = [place(i - 1), place(i)]
    sums.push(sums[i - 1]! + (step / 6) * (density(from) + 4 * density((from + to) / 2) + density(to)))
  }
  return sums
}

/** P(W ≤ w) = n ∫ φ(x) (Φ(x + w) − Φ(x))ⁿ⁻¹ dx, with w as a number of steps (Tippett 1925). */
function rangeProbability(size: number, shift: number, phi: number[]): number {
  let sum = 0
  for (let i = 0; i < count; i += 1) {
    const above = phi[Math.min(i + shift, count - 1)]!
    sum += densities[i]! * (above - phi[i]!) ** (size - 1)
  }
  return size * sum * step
}

/** d2 = ∫ (1 − F) dw and d3² = 2 ∫ w (1 − F) dw − d2², by Simpson's rule. */
function rangeMoments(size: number): { d2: number; d3: number } {
  const phi = cumulative()
  let first = 0
  let second = 0
  for (let j = 0; j < count; j += 1) {
    const weight = j === 0 || j === count - 1 ? 1 : j % 2 ? 4 : 2
    const tail = weight * (1 - rangeProbability(size, j, phi))
    first += tail
    second += tail * j * step
  }
  const d2 = (first * step) / 3
  return { d2, d3: Math.sqrt((2 * second * step) / 3 - d2 * d2) }
}

/** c4 = √(2/(n−1)) Γ(n/2) / Γ((n−1)/2); the quotient of gammas follows from Γ(x+1) = x Γ(x), starting at 1/√π. */
function meanOfS(size: number): number {
  let quotient = 1 / Math.sqrt(Math.PI)
  for (let n = 2; n < size; n += 1) quotient = (n - 1) / 2 / quotient
  return Math.sqrt(2 / (size - 1)) * quotient
}

function deriveOfS(size: number): DeviationConstants {
  const c4 = meanOfS(size)
  const ofS = (3 * Math.sqrt(1 - c4 * c4)) / c4
  return { size, c4, A3: 3 / (c4 * Math.sqrt(size)), B3: Math.max(0, 1 - ofS), B4: 1 + ofS }
}

function derive(size: number): ChartConstants {
  const { d2, d3 } = rangeMoments(size)
  const ofRange = (3 * d3) / d2
  return {
    ...deriveOfS(size),
    d2, d3,
    A2: 3 / (d2 * Math.sqrt(size)),
    D3: Math.max(0, 1 - ofRange),
    D4: 1 + ofRange,
  }
}

const known = new Map<number, ChartConstants>()

/** The factors for subgroups of `size` values, 2 to 25; anything else is refused as `subgroup_size`. */
export function chartConstants(size: number): Checked<ChartConstants> {
  if (!Number.isInteger(size) || size < 2 || size > maxSize) return refuse('subgroup_size', `A subgroup has 2 to ${maxSize} values, not ${size}.`)
  const constants = known.get(size) ?? derive(size)
  known.set(size, constants)
  return figure(constants)
}

const knownOfS = new Map<number, DeviationConstants>()

/** The factors of s for subgroups of two values or more; anything else is refused as `subgroup_size`. */
export function deviationConstants(size: number): Checked<DeviationConstants> {
  if (!Number.isInteger(size) || size < 2) return refuse('subgroup_size', `A standard deviation needs two values or more, not ${size}.`)
  const constants = knownOfS.get(size) ?? deriveOfS(size)
  knownOfS.set(size, constants)
  return figure(constants)
}
