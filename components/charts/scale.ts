/** Axes with few, round lines. Pure. */

export type ScaleView = { min: number; max: number; ticks: number[] }

const roundSteps = [1, 2, 2.5, 5, 10]

/** The smallest round step that needs no more than `lines` lines. */
export function roundStep(span: number, lines: number): number {
  if (!(span > 0)) return 1
  const magnitude = 10 ** Math.floor(Math.log10(span / lines))
  return magnitude * (roundSteps.find((step) => span / (step * magnitude) <= lines) ?? 10)
}

/** Sums of a step carry binary dust; an axis must read 0.3, not 0.30000000000000004. */
const clean = (value: number): number => Number(value.toPrecision(12))

/** Covers `low` to `high` with at most `lines` grid lines. Bars start at zero; a line may start elsewhere. */
export function roundScale(low: number, high: number, { lines = 5, fromZero = false } = {}): ScaleView {
  const bottom = fromZero ? Math.min(0, low) : low
  const top = high > bottom ? high : bottom + 1
  let step = roundStep(top - bottom, lines - 1)
  let min = Math.floor(bottom / step) * step
  // Rounding outwards on both sides may cost one line too many.
  while (Math.round((Math.ceil(top / step) * step - min) / step) > lines - (fromZero ? 0 : 1)) {
    step = roundStep(step * 1.01, 1)
    min = Math.floor(bottom / step) * step
  }
  const max = Math.ceil(top / step) * step
  const count = Math.round((max - min) / step)
  return { min: clean(min), max: clean(max), ticks: Array.from({ length: count + 1 }, (_, i) => clean(min + i * step)) }
}

/** Round values inside `low` to `high`, at most `lines`: for an axis whose ends are its data's. */
export function ticksInside(low: number, high: number, lines = 5): number[] {
  const step = roundStep(high - low, lines)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => clean((first + i) * step)).slice(0, lines + 1)
}

const minuteSteps = [1, 2, 5, 10, 15, 30, 60, 90, 120, 180, 240, 360, 480, 720, 1440]

/** Minutes in steps of the clock, from zero, at most five lines above it. */
export function minuteScale(high: number): ScaleView {
  const step = minuteSteps.find((minutes) => Math.ceil(high / minutes) <= 5) ?? roundStep(high, 5)
  const count = Math.max(1, Math.ceil(high / step))
  return { min: 0, max: count * step, ticks: Array.from({ length: count + 1 }, (_, i) => i * step) }
}

/** How many decimals the ticks of a scale need. */
export const tickDigits = ({ ticks }: Pick<ScaleView, 'ticks'>): number => {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0)
  return [0, 1, 2, 3].find((digits) => Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-6) ?? 4
}
