import Link from 'next/link'
import { Sparkline } from '@/components/charts/sparkline'
import { DataTable } from '@/components/ui/data-table'
import { DASH, formatPercent } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { TableCourse } from '@/lib/catalogue/load-quality'

/** Each table's score, the worst first, and its course. */
export function ScoreTable({ tables, days, timeZone }: { tables: TableCourse[]; days: number; timeZone: string }) {
  return (
    <Panel title="Tables" note={`share of what is expected that holds, ${days} days`} flush>
      <DataTable
        caption="Score of each table"
        head="plain"
        rows={tables.toSorted((a, b) => (a.score ?? 2) - (b.score ?? 2))}
        rowKey={({ table }) => table}
        columns={[
          { key: 'table', head: 'Table', cell: ({ table, fullName }) => <Link href={`/catalog/${fullName}`} className="catalogue-name">{table}</Link> },
          { key: 'score', head: 'Score', align: 'right', cell: ({ score }) => (score === null ? DASH : formatPercent(score, 0)) },
          { key: 'broken', head: 'Broken', align: 'right', phone: 'hidden', cell: ({ broken, measuredAt }) => (measuredAt ? broken : DASH) },
          { key: 'course', head: 'Course', phone: 'hidden', cell: ({ course, table }) => (course.some((day) => day !== null) ? <Sparkline values={course} target={1} base={0} label={`${table}: score of each day`} /> : DASH) },
          { key: 'at', head: 'Measured', align: 'right', phone: 'hidden', cell: ({ measuredAt }) => (measuredAt ? formatDateClock(measuredAt, timeZone) : 'not yet') },
        ]}
      />
    </Panel>
  )
}
