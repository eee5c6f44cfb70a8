import Link from 'next/link'
import type { ReactNode } from 'react'
import { DataTable } from '@/components/ui/data-table'
import { formatNumber, formatUndefined } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import type { Ratio } from '@/lib/oee/oee'
import type { ReliabilityRow } from '@/lib/plant/views/flow-view'

const hours = (ratio: Ratio | undefined, digits = 1) => (typeof ratio === 'number' ? formatNumber(ratio, digits) : formatUndefined(ratio?.undefinedBecause ?? 'did not run'))
const minutes = (ratio: Ratio | undefined) => (typeof ratio === 'number' ? formatNumber(ratio * 60, 1) : '—')

/** Breakdowns that began in the period: how far apart, how long. */
export function ReliabilityPanel({ rows, words }: { rows: ReliabilityRow[]; words: string }) {
  return (
    <Panel title="Reliability" note={words} flush foot="A failure is a breakdown that begins in the period; it operates while the line produces. The bounds hold at 90 % for a constant rate (NIST/SEMATECH 8.4.5.1). Repair is by the clock, to now while one is open.">
      <ReliabilityTable rows={rows} place={(node) => <Link href={`/downtime/${node.path}`}>{node.name}</Link>} />
    </Panel>
  )
}

export function ReliabilityTable({ rows, place }: { rows: ReliabilityRow[]; place: (node: ReliabilityRow['node']) => ReactNode }) {
  return (
    <DataTable
      caption="Reliability"
      density="dense"
      head="plain"
      rows={rows}
      rowKey={({ node }) => node.id}
      columns={[
        { key: 'node', head: 'Place', cell: ({ node }) => place(node) },
        { key: 'failures', head: 'Failures', align: 'right', phone: 'hidden', cell: ({ value }) => (value ? formatNumber(value.failures) : '—') },
        { key: 'mtbf', head: 'MTBF, h', align: 'right', cell: ({ value }) => <b>{hours(value?.mtbfHours)}</b> },
        { key: 'interval', head: '90 % bounds, h', align: 'right', phone: 'hidden', cell: ({ value }) => (value ? `${formatNumber(value.mtbfInterval.lower, 1)} to ${value.mtbfInterval.upper === null ? 'no upper' : formatNumber(value.mtbfInterval.upper, 1)}` : '—') },
        { key: 'mttr', head: 'MTTR, min', align: 'right', cell: ({ value }) => minutes(value?.mttrHours) },
        { key: 'trend', head: 'Trend', phone: 'hidden', cell: ({ value }) => value?.trend?.verdict ?? '—' },
      ]}
    />
  )
}
