import Link from 'next/link'
import { KpiStrip } from '@/components/ui/kpi-strip'
import type { LeasesView } from '@/lib/admin/load-leases'

/** The five counts; each leads to its rows. */
export function LeaseCounters({ counts, leftOver }: Pick<LeasesView, 'counts' | 'leftOver'>) {
  const left = leftOver.reduce((sum, { parts }) => sum + parts.length, 0)
  const kpi = (label: string, count: number, group?: string) => ({
    label,
    parts: [{ value: String(count) }],
    action: group && (
      <Link href={`/admin/leases?state=${group}`} className="link" aria-label={`Show: ${label}`}>
        show
      </Link>
    ),
  })
  return (
    <KpiStrip
      label="Leases by state"
      kpis={[
        kpi('Running', counts.running, 'running'),
        kpi('Being built', counts.building, 'building'),
        kpi('Warm, unassigned', counts.warm, 'warm'),
        kpi('Being removed', counts.removing, 'removing'),
        kpi('Left over', left),
      ]}
    />
  )
}
