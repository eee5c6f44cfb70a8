import Link from 'next/link'
import { leadCells, leadHeads } from '@/components/sales/lead-cells'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import type { LeadRow } from '@/lib/sales/load-leads'

const shownOnPhone = new Set<string>(['Lead', 'Engagement'])
const rightAligned = new Set<string>(['Fit', 'Engagement'])

interface Props {
  rows: LeadRow[]
  matching: number
  now: string
  selected: string | null
  hrefOf: (leadId: string) => string
}

export function LeadTable({ rows, matching, now, selected, hrefOf }: Props) {
  const columns = leadHeads.map((head, i): ColumnView<LeadRow> => ({
    key: head,
    head,
    align: rightAligned.has(head) ? 'right' : undefined,
    phone: shownOnPhone.has(head) ? undefined : 'hidden',
    cell: (row) => cell(row, head, leadCells(row, now)[i]!, now, hrefOf),
  }))
  return (
    <DataTable
      caption="Leads"
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      selectedKey={selected ?? undefined}
      count={rows.length < matching ? `${rows.length} newest of ${matching}; search to narrow it down` : `${matching} ${matching === 1 ? 'lead' : 'leads'}`}
      empty={<Empty>No lead is like that. Choose All, or search for part of a name, a company or a campaign.</Empty>}
    />
  )
}

function cell(row: LeadRow, head: (typeof leadHeads)[number], text: string, now: string, hrefOf: Props['hrefOf']) {
  if (head === 'Lead') {
    return (
      <Link href={hrefOf(row.id)} scroll={false} className="font-semibold hover:underline">
        {text}
        {row.name && <span className="block text-small font-normal text-ink-2">{row.name}</span>}
      </Link>
    )
  }
  if (head === 'By' && row.nextActionOn && row.nextActionOn < now.slice(0, 10)) return <b>{text}, late</b>
  return head === 'Furthest step' || head === 'Plant' || head === 'Company' ? <span className="text-ink-2">{text}</span> : text
}
