export type CapabilityView = {
  unit: string
  digits: number
  /** Of equal width, ascending. */
  bins: { from: number; to: number; count: number }[]
  lowerLimit: number | null
  upperLimit: number | null
  target: number | null
  mean: number
  sigmaOverall: number
  sigmaWithin: number
}

export type CapabilityGeometry = {
  domain: [number, number]
  /** 0..1 */
  x: (value: number) => number
  /** Highest of bars and curves, in pieces. */
  top: number
  /** Points of a curve: x in 0..1, y in 0..1 of `top`. */
  overall: [number, number][]
  within: [number, number][]
}

/** Normal density (ISO 3534-1, 2.50). */
export const normalDensity = (value: number, mean: number, sigma: number): number =>
  Math.exp(-(((value - mean) / sigma) ** 2) / 2) / (sigma * Math.sqrt(2 * Math.PI))

const STEPS = 96

/** The histogram and both curves on one scale: density × pieces × bin width is pieces per bin. */
export function capabilityGeometry(view: CapabilityView): CapabilityGeometry {
  const { bins, mean, sigmaOverall, sigmaWithin } = view
  const ends = [bins[0]?.from, bins.at(-1)?.to, view.lowerLimit, view.upperLimit, view.target, mean - 3.5 * sigmaOverall, mean + 3.5 * sigmaOverall]
  const known = ends.filter((end): end is number => typeof end === 'number' && Number.isFinite(end))
  const low = Math.min(...known)
  const high = Math.max(...known)
  const pad = (high - low) * 0.07 || 1
  const domain: [number, number] = [low - pad, high + pad]
  const pieces = bins.reduce((sum, { count }) => sum + count, 0)
  const binWidth = bins[0] ? bins[0].to - bins[0].from : 0
  const peak = (sigma: number) => (sigma > 0 ? normalDensity(mean, mean, sigma) * pieces * binWidth : 0)
  const top = Math.max(1, ...bins.map(({ count }) => count), peak(sigmaOverall), peak(sigmaWithin))
  const curve = (sigma: number): [number, number][] =>
    sigma > 0
      ? Array.from({ length: STEPS + 1 }, (_, i) => {
          const value = domain[0] + (i / STEPS) * (domain[1] - domain[0])
          return [i / STEPS, (normalDensity(value, mean, sigma) * pieces * binWidth) / top]
        })
      : []
  return { domain, top, x: (value) => (value - domain[0]) / (domain[1] - domain[0]), overall: curve(sigmaOverall), within: curve(sigmaWithin) }
}
