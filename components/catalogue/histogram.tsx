const [width, height] = [96, 24]

/** Rows in equal steps from least to greatest; the numbers stand beside it. */
export function Histogram({ counts, column }: { counts: number[]; column: string }) {
  const most = Math.max(1, ...counts)
  const step = width / counts.length
  const label = `${column}: rows in ${counts.length} equal steps from least to greatest: ${counts.join(', ')}`
  return (
    <svg className="histogram" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {counts.map((count, i) => {
        // What is there is seen, be it one row of a million.
        const tall = count === 0 ? 0 : Math.max(1, (count / most) * (height - 1))
        return <rect key={i} x={i * step} y={height - 1 - tall} width={step - 1} height={tall} />
      })}
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
    </svg>
  )
}
