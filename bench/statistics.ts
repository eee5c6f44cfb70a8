/** The value below which this share (0..1) of the sorted values lies: the nearest rank, so that it is one of them. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export interface Measured {
  what: string
  /** In `unit`. */
  value: number
  unit: 'ms' | 's' | 'kB' | 'ratio' | ''
  /** What was promised, in the same unit; less is better. */
  target?: number
  note?: string
}

const written = ({ value, unit }: Pick<Measured, 'value' | 'unit'>) => `${value.toFixed(unit === 'ms' || unit === 'kB' ? 0 : 2)} ${unit === 'ratio' ? '×' : unit}`

/** One line per figure: what, how much, what was promised. */
export function report(title: string, rows: Measured[]): void {
  process.stdout.write(`\n${title}\n`)
  for (const row of rows) {
    const { what, target, unit, note } = row
    const verdict = target === undefined ? '' : `${row.value <= target ? 'holds' : 'MISSES'} ${written({ value: target, unit })}`
    process.stdout.write(`  ${what.padEnd(62)} ${written(row).padStart(10)}  ${verdict}${note ? `  (${note})` : ''}\n`)
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
