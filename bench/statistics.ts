/** The value below which this share (0..1) of the sorted values lies: the nearest rank, so that it is one of them. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Milliseconds of the smallest thing of the kind, measured in the same run. */
export interface Floor {
  what: string
  ms: number
}

export interface Measured {
  what: string
  /** In `unit`. */
  value: number
  unit: 'ms' | 's' | 'kB' | 'B' | '/s' | 'files' | 'ratio' | 'points' | ''
  /** What was promised, in the same unit; less is better unless `more` is said. */
  target?: number
  more?: true
  /** Only of times. */
  floor?: Floor
  note?: string
}

const digits = { ms: 0, s: 2, kB: 0, B: 2, '/s': 0, files: 0, ratio: 2, points: 0, '': 4 }
const written = (value: number, unit: Measured['unit']) =>
  `${value.toFixed(unit === 'ms' && value < 10 ? 1 : digits[unit])} ${unit === 'ratio' ? '×' : unit}`.trim()

/** One line per figure: what, how much, what was promised, and how many times the floor it is. */
export function report(title: string, rows: Measured[]): void {
  process.stdout.write(`\n${title}\n`)
  for (const { what, value, unit, target, more, floor, note } of rows) {
    const verdict = target === undefined ? '' : `${(more ? value >= target : value <= target) ? 'holds' : 'MISSES'} ${written(target, unit)}`
    const times = floor && `${((unit === 's' ? value * 1000 : value) / floor.ms).toFixed(1)} × ${floor.what}`
    const remarks = [times, note].filter(Boolean).join('; ')
    process.stdout.write(`  ${what.padEnd(58)} ${written(value, unit).padStart(9)}  ${verdict.padEnd(14)}  ${remarks}`.trimEnd() + '\n')
  }
}

/** `count` runs one after the other; milliseconds of each. */
export async function times(count: number, run: () => Promise<unknown>): Promise<number[]> {
  const all: number[] = []
  for (let i = 0; i < count; i++) {
    const began = performance.now()
    await run()
    all.push(performance.now() - began)
  }
  return all
}
