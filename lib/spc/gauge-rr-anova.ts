import { fUpperTail } from '@/lib/spc/distributions'
import type { GaugeDesign } from '@/lib/spc/gauge-rr-design'
import { meanOf } from '@/lib/spc/xbar-r'

export type GaugeSource = 'part' | 'appraiser' | 'interaction' | 'repeatability' | 'total'

export interface AnovaRow {
  source: GaugeSource
  degrees: number
  /** In the unit of the reading, squared. */
  sumOfSquares: number
  /** Null for the total. */
  meanSquare: number | null
  /** Null for repeatability and total, and where the mean square below the line is 0. */
  f: number | null
  /** P of an F this large when the source has no effect. */
  p: number | null
}

/** Variances in the unit of the reading, squared; a negative estimate is 0. */
export interface VarianceComponents {
  repeatability: number
  appraiser: number
  /** Null where it is pooled into repeatability. */
  interaction: number | null
  part: number
}

type SumOfSquares = Record<GaugeSource, number>

const squared = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0)

/** From the first reading, so that a large offset does not eat the digits. */
function shifted({ cells }: GaugeDesign): number[][][] {
  const origin = cells[0]![0]![0]!
  return cells.map((part) => part.map((cell) => cell.map((value) => value - origin)))
}

/** Two-way crossed classification with equal cells (Montgomery, Design and Analysis of Experiments, 5.3.2). */
function sumsOfSquares(design: GaugeDesign): SumOfSquares {
  const cells = shifted(design)
  const { trials, parts, appraisers } = design
  const cellMeans = cells.map((part) => part.map(meanOf))
  const partMeans = cellMeans.map(meanOf)
  const appraiserMeans = appraisers.map((_, j) => meanOf(cellMeans.map((part) => part[j]!)))
  const mean = meanOf(partMeans)
  const all = cells.flat(2)
  // Below this a sum is the rounding of the readings themselves, not variation.
  const largest = design.cells.flat(2).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const dust = all.length * (8 * Number.EPSILON * largest) ** 2
  const clean = (sum: number) => (sum <= dust ? 0 : sum)
  const crossed = cellMeans.flatMap((part, i) => part.map((cell, j) => cell - partMeans[i]! - appraiserMeans[j]! + mean))
  return {
    part: clean(appraisers.length * trials * squared(partMeans.map((one) => one - mean))),
    appraiser: clean(parts.length * trials * squared(appraiserMeans.map((one) => one - mean))),
    interaction: clean(trials * squared(crossed)),
    repeatability: clean(squared(cells.flatMap((part, i) => part.flatMap((cell, j) => cell.map((value) => value - cellMeans[i]![j]!))))),
    total: squared(all.map((value) => value - mean)),
  }
}

const degreesOf = ({ parts, appraisers, trials }: GaugeDesign): Record<GaugeSource, number> => {
  const [p, a] = [parts.length, appraisers.length]
  return { part: p - 1, appraiser: a - 1, interaction: (p - 1) * (a - 1), repeatability: p * a * (trials - 1), total: p * a * trials - 1 }
}

function testedRow(row: { source: GaugeSource; degrees: number; sumOfSquares: number }, error: { degrees: number; meanSquare: number }): AnovaRow {
  const meanSquare = row.sumOfSquares / row.degrees
  if (error.meanSquare === 0) return { ...row, meanSquare, f: null, p: meanSquare === 0 ? null : 0 }
  const f = meanSquare / error.meanSquare
  return { ...row, meanSquare, f, p: fUpperTail(f, row.degrees, error.degrees) }
}

/**
 * With interaction: it is tested against repeatability, part and appraiser against it, as both are random samples
 * (Montgomery & Runger 1993). AIAG's printed table divides them by repeatability; sums and mean squares are the same.
 */
export function anovaWithInteraction(design: GaugeDesign): AnovaRow[] {
  const [sums, degrees] = [sumsOfSquares(design), degreesOf(design)]
  const at = (source: GaugeSource) => ({ source, degrees: degrees[source], sumOfSquares: sums[source] })
  const errorOf = (source: GaugeSource) => ({ degrees: degrees[source], meanSquare: sums[source] / degrees[source] })
  return [
    testedRow(at('part'), errorOf('interaction')),
    testedRow(at('appraiser'), errorOf('interaction')),
    testedRow(at('interaction'), errorOf('repeatability')),
    { ...at('repeatability'), meanSquare: errorOf('repeatability').meanSquare, f: null, p: null },
    { ...at('total'), meanSquare: null, f: null, p: null },
  ]
}

const rowOf = (table: readonly AnovaRow[], source: GaugeSource) => table.find((row) => row.source === source)!

/** Without interaction: its sum and degrees join repeatability, against which part and appraiser are tested. */
export function anovaPooled(full: readonly AnovaRow[]): AnovaRow[] {
  const [interaction, repeatability] = [rowOf(full, 'interaction'), rowOf(full, 'repeatability')]
  const degrees = interaction.degrees + repeatability.degrees
  const sumOfSquares = interaction.sumOfSquares + repeatability.sumOfSquares
  const error = { degrees, meanSquare: sumOfSquares / degrees }
  return [
    testedRow(rowOf(full, 'part'), error),
    testedRow(rowOf(full, 'appraiser'), error),
    { source: 'repeatability', sumOfSquares, ...error, f: null, p: null },
    rowOf(full, 'total'),
  ]
}

/** Solves the expected mean squares of either table (AIAG MSA, 4th ed., appendix A). */
export function varianceComponents(table: readonly AnovaRow[], { parts, appraisers, trials }: GaugeDesign): VarianceComponents {
  const square = (source: GaugeSource) => rowOf(table, source).meanSquare!
  const isPooled = !table.some(({ source }) => source === 'interaction')
  const error = isPooled ? square('repeatability') : square('interaction')
  const above = (difference: number, count: number) => Math.max(0, difference / count)
  return {
    repeatability: square('repeatability'),
    appraiser: above(square('appraiser') - error, parts.length * trials),
    interaction: isPooled ? null : above(error - square('repeatability'), trials),
    part: above(square('part') - error, appraisers.length * trials),
  }
}
