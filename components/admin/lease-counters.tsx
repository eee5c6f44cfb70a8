import { KpiStrip } from '@/components/ui/kpi-strip'
import type { LeasesView } from '@/lib/admin/load-leases'

/** How many leases are in which part of their life, and how much outlives its deadline. */
export function LeaseCounters({ counts, leftOver }: Pick<LeasesView, 'counts' | 'leftOver'>) {
  const kpi = (label: string, count: number) => ({ label, parts: [{ value: String(count) }] })
  return (
    <KpiStrip
      label="Leases by state"
      kpis={[
        kpi('Running', counts.running),
        kpi('Being built', counts.building),
        kpi('Warm, unassigned', counts.warm),
        kpi('Being removed', counts.removing),
        kpi('Left over', leftOver.reduce((sum, { parts }) => sum + parts.length, 0)),
      ]}
    />
  )
}
