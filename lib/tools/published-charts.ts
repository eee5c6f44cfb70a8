import { type PublishedExample, row } from '@/lib/tools/published-figure'
import { type SpcAnswer, type SpcRequest, spcTool } from '@/lib/tools/spc-tool'

const chart = (request: Partial<SpcRequest> & Pick<SpcRequest, 'chart'>): SpcAnswer | null => {
  const answer = spcTool({ rules: 'none', ...request })
  return answer.ok ? answer.value : null
}
const single = (values: number[]) => values.map((value) => [value])
const handbook = (section: string) => `NIST/SEMATECH e-Handbook of Statistical Methods, ${section}`
const montgomery = (place: string) => `Montgomery, Introduction to Statistical Quality Control, ${place}`

const flowRates = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
const ewmaSamples = [52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
const cusumMeans = [324.925, 324.675, 324.725, 324.35, 325.35, 325.225, 324.125, 324.525, 325.225, 324.6, 324.625, 325.15, 328.325, 327.25, 327.825, 328.5, 326.675, 327.775, 326.875, 328.35]
const waferDefects = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]
const boards = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
const cloth = { counts: [14, 12, 20, 11, 7, 10, 21, 16, 19, 23], sizes: [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5] }
const table91 = [9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62, 10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52]

/** Control charts beyond the piston rings and the p chart. */
export function publishedCharts(): PublishedExample[] {
  const individuals = chart({ chart: 'i-mr', values: single(flowRates) })
  const ewma = chart({ chart: 'ewma', values: single(ewmaSamples), centre: 50, sigma: 2.0539, lambda: 0.3, limits: 'steady' })
  const exact = chart({ chart: 'ewma', values: single(table91), centre: 10, sigma: 1, lambda: 0.1, width: 2.7 })
  const cusum = chart({ chart: 'cusum', values: single(cusumMeans), centre: 325, sigma: 0.635, k: 0.5, h: 4.1959 / 0.635 })
  const tabular = chart({ chart: 'cusum', values: single(table91), centre: 10, sigma: 1, k: 0.5, h: 5 })
  const defects = chart({ chart: 'c', counts: waferDefects })
  const circuit = chart({ chart: 'c', counts: boards })
  const units = chart({ chart: 'u', ...cloth })
  return [
    { title: 'Individuals of flow rates', source: handbook('6.3.2.2'), figures: [row('Mean', 50.81, individuals?.centre, 2), row('Mean moving range', 1.8778, individuals?.spreadLimits?.centre, 4)] },
    {
      title: 'EWMA, λ 0.3, steady limits',
      source: handbook('6.3.2.4'),
      figures: [row('EWMA of sample 1', 50.6, ewma?.points[0]?.value, 2), row('EWMA of sample 19', 51.94, ewma?.points[18]?.value, 2), row('EWMA of sample 20', 51.99, ewma?.points[19]?.value, 2), row('Upper limit', 52.588, ewma?.limits?.upper, 3), row('Lower limit', 47.412, ewma?.limits?.lower, 3)],
    },
    {
      title: 'EWMA, λ 0.1, exact limits',
      source: montgomery('example 9.2'),
      figures: [row('z of period 2', 9.7495, exact?.points[1]?.value, 4), row('z of period 29', 10.6468, exact?.points[28]?.value, 4), row('First upper limit', 10.27, exact?.points[0]?.upper, 2), row('Last lower limit', 9.38, exact?.points[29]?.lower, 2)],
    },
    {
      title: 'Tabular CUSUM of sample means',
      source: handbook('6.3.2.3'),
      figures: [row('Upper sum, sample 14', 4.94, cusum?.points[13]?.value, 2), row('Upper sum, sample 20', 19.04, cusum?.points[19]?.value, 2), row('First signal, sample', 14, cusum?.signals[0]?.at, 0)],
    },
    {
      title: 'Tabular CUSUM of table 9.1',
      source: montgomery('table 9.2'),
      figures: [row('C+ of period 29', 5.28, tabular?.points[28]?.value, 2), row('First signal, period', 29, tabular?.signals[0]?.at, 0), row('First period of the run', 23, tabular?.signals[0]?.from, 0)],
    },
    { title: 'c chart of defects on wafers', source: handbook('6.3.3.1'), figures: [row('Mean', 16, defects?.centre, 0), row('Lower limit', 4, defects?.limits?.lower, 0), row('Upper limit', 28, defects?.limits?.upper, 0)] },
    { title: 'c chart of circuit boards', source: montgomery('7.3'), figures: [row('Mean', 19.85, circuit?.centre, 2), row('Lower limit', 6.48, circuit?.limits?.lower, 2), row('Upper limit', 33.21, circuit?.limits?.upper, 2)] },
    { title: 'u chart of dyed cloth', source: montgomery('7.3'), figures: [row('Mean defects a unit', 1.42, units?.centre, 2), row('Upper limit of roll 1', 2.55, units?.points[0]?.upper, 2)] },
  ]
}
