import Link from 'next/link'
import { DataTable, type ColumnView } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { leaseCells, leaseHeads } from '@/components/admin/lease-cells'
import { LeaseStateGlyph } from '@/components/admin/lease-state-glyph'
import type { LeaseRow } from '@/lib/admin/lease-row'

interface Props {
  rows: LeaseRow[]
  matching: number
  now: string
  selected: string | null
  hrefOf: (leaseId: string) => string
}

const rightAligned = new Set(['Left', 'Parts'])
const hiddenOnPhone = new Set(['Plant', 'Since', 'Parts', 'Left'])

export function LeaseTable({ rows, matching, now, selected, hrefOf }: Props) {
  const columns = leaseHeads.map(
    (head, index): ColumnView<LeaseRow> => ({
      key: head,
      head,
      align: rightAligned.has(head) ? 'right' : undefined,
      phone: hiddenOnPhone.has(head) ? 'hidden' : undefined,
      cell: (row) => cell(row, head, leaseCells(row, now)[index] ?? '', hrefOf),
    }),
  )
  const keyOf = (row: LeaseRow) => row.leaseId ?? `request ${row.email} ${row.since}`
  return (
    <DataTable
      caption="Demo leases"
      columns={columns}
      rows={rows}
      rowKey={keyOf}
      selectedKey={selected ?? undefined}
      count={rows.length < matching ? `${rows.length} newest of ${matching}; search to narrow it down` : `${matching} ${matching === 1 ? 'row' : 'rows'}`}
      empty={<Empty>No lease and no request is like that. Choose All, or search for part of a name or address.</Empty>}
    />
  )
}

function cell(row: LeaseRow, head: (typeof leaseHeads)[number], text: string, hrefOf: Props['hrefOf']) {
  if (head === 'Lease' && row.leaseId) {
    return (
      <Link href={hrefOf(row.leaseId)} scroll={false} className="text-mono hover:underline">
        {text}
      </Link>
    )
  }
  if (head === 'State') {
    return (
      <span className="inline-flex items-center gap-2">
        <LeaseStateGlyph state={row.state} /> {text}
      </span>
    )
  }
  if (head === 'Left' && row.overdue.length > 0) return <b>{text}</b>
  return <span className={head === 'Since' || head === 'Plant' ? 'text-ink-2' : undefined}>{text}</span>
}
