export type SparklineGeometry = { /** One list of points per unbroken run. */ runs: string[]; last: { x: number; y: number } | null; targetY: number | null }

/** Values on an even raster; null is a gap and is never joined. The scale spans what there is, and `base` with it. */
export function sparklineGeometry(values: (number | null)[], width: number, height: number, target?: number, base?: number): SparklineGeometry {
  const known = [...values, target, base].filter((value): value is number => typeof value === 'number')
  const low = Math.min(...known)
  const span = Math.max(...known) - low || 1
  const pad = 4
  const y = (value: number) => height - pad - ((value - low) / span) * (height - 2 * pad)
  const x = (index: number) => 3 + (values.length > 1 ? (index / (values.length - 1)) * (width - 6) : 0)
  const runs: string[][] = [[]]
  values.forEach((value, index) => {
    if (value === null) runs.push([])
    else runs.at(-1)?.push(`${x(index).toFixed(1)},${y(value).toFixed(1)}`)
  })
  const lastIndex = values.findLastIndex((value) => value !== null)
  const lastValue = values[lastIndex]
  return {
    runs: runs.filter((run) => run.length > 0).map((run) => run.join(' ')),
    last: typeof lastValue === 'number' ? { x: x(lastIndex), y: y(lastValue) } : null,
    targetY: target === undefined || known.length === 0 ? null : y(target),
  }
}
