import type { SpcAnswer, SpcPoint } from '@/lib/tools/spc-tool'

const spreadNames: Record<string, string> = { 'xbar-r': 'Range R', 'xbar-s': 's', 'i-mr': 'Moving range', cusum: 'C−' }
const valueNames: Record<string, string> = {
  'xbar-r': 'Subgroup mean x̄', 'xbar-s': 'Subgroup mean x̄', 'i-mr': 'Value', p: 'Share defective', np: 'Number defective', c: 'Defects', u: 'Defects a unit', ewma: 'EWMA', cusum: 'C+',
}

/** The tool's answer as the two panels of a control chart. */
export function controlPanels({ chart, points, limits, spreadLimits, signals }: SpcAnswer, digits: number) {
  const rulesAt = (row: number) => [...new Set(signals.filter(({ from, at }) => row >= from && row <= at).map(({ rule }) => rule))].sort((a, b) => a - b)
  const mark = ({ row, outside }: SpcPoint) => {
    const rules = rulesAt(row)
    if (outside) return { kind: 'beyond' as const, rules: rules.length > 0 ? rules : [1], priority: 2 as const }
    return rules.length > 0 ? { kind: 'pattern' as const, rules, priority: 2 as const } : undefined
  }
  const base = { unit: '', digits }
  const place = ({ row, excluded }: SpcPoint) => ({ index: row, clock: '', ...(excluded && { excludedBecause: excluded }) })
  const ownLimits = limits === null ? points.flatMap(({ row, lower, upper }) => (lower !== null && upper !== null ? [{ index: row, lower, upper }] : [])) : []
  const spreads = points.filter(({ spread }) => spread !== null)
  return {
    location: { ...base, name: valueNames[chart] ?? 'Value', limits, ownLimits, showsZones: limits !== null, points: points.map((point) => ({ ...place(point), value: point.value, mark: mark(point) })) },
    spread: {
      ...base,
      name: spreadNames[chart] ?? 'Spread',
      limits: spreadLimits,
      points: spreads.map((point) => ({ ...place(point), value: point.spread!, mark: point.spreadOutside ? { kind: 'beyond' as const, rules: [1], priority: 2 as const } : undefined })),
    },
  }
}
