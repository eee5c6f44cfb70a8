import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import type { InvoiceLine, InvoiceStatement } from '@/lib/billing/invoice'

const itemWords: Record<InvoiceLine['item'], string> = { base: 'Edition', lines: 'Production lines', storage: 'Stored data', readings: 'Readings' }

/** Line by line, each with the sum that it is; what was left out is said below. */
export function InvoiceTable({ invoice }: { invoice: InvoiceStatement }) {
  return (
    <>
      <DataTable
        caption={`Invoice preview of ${invoice.tenantId}, ${invoice.month}`}
        columns={columns(invoice.currency)}
        rows={invoice.lines}
        rowKey={(line) => `${line.item} ${line.from}`}
        density="dense"
        head="plain"
        empty={<Empty>Nothing is charged{invoice.notes.length > 0 ? '' : ' yet'}.</Empty>}
      />
      <p className="flex justify-between border-t border-line-strong px-3 py-2 font-semibold">
        <span>Total through {invoice.through}</span>
        <span>
          {invoice.total} {invoice.currency}
        </span>
      </p>
      {invoice.notes.map((note) => (
        <p key={note} className="text-[13px] text-ink-2">
          {note}
        </p>
      ))}
      <p className="mt-2 text-small text-ink-3">{invoice.rounding}</p>
    </>
  )
}

const columns = (currency: string): ColumnView<InvoiceLine>[] => [
  {
    key: 'item',
    head: 'What',
    cell: (line) => (
      <>
        <b>{itemWords[line.item]}</b>, {line.from === line.to ? line.from : `${line.from} to ${line.to}`}
        <br />
        <span className="text-small text-ink-2">{line.explanation}</span>
      </>
    ),
  },
  { key: 'amount', head: currency, align: 'right', cell: (line) => line.amount },
]
