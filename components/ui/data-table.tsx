import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { KeyboardRows } from '@/components/ui/keyboard-rows'

export type ColumnView<Row> = {
  key: string
  head: ReactNode
  cell: (row: Row) => ReactNode
  /** Numbers stand right; the unit belongs into the head when all rows share it. */
  align?: 'right'
  /** On a phone two columns matter; the others open with the row. */
  phone?: 'hidden'
  /** CSS width. */
  width?: string
  /** Where a click on the head leads: the same page, sorted. */
  sortHref?: string
  sorted?: 'ascending' | 'descending'
}

type Props<Row> = {
  /** Names the table for assistive technology. */
  caption: string
  columns: ColumnView<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  selectedKey?: string
  /** Client only; without it Enter follows the first link of the row. */
  onOpen?: (key: string) => void
  /** How many there are, in words: "9 leases". */
  count?: string
  density?: 'standard' | 'dense'
  /** `band` has the sunken head of a list, `plain` that of a panel. */
  head?: 'band' | 'plain'
  empty?: ReactNode
}

function HeadCell<Row>({ column }: { column: ColumnView<Row> }) {
  const Arrow = column.sorted === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th scope="col" data-align={column.align} data-phone={column.phone} style={{ width: column.width }} aria-sort={column.sorted ?? (column.sortHref ? 'none' : undefined)}>
      {column.sortHref ? (
        <Link href={column.sortHref} scroll={false} className="inline-flex items-center gap-1 hover:text-ink">
          {column.head}
          {column.sorted && <Arrow size={12} strokeWidth={1.75} aria-hidden />}
        </Link>
      ) : (
        column.head
      )}
    </th>
  )
}

/** Sticky head, right-aligned numbers, one selected row, keys for rows. Draws what it is given: sorting and paging are the caller's. */
export function DataTable<Row>({ caption, columns, rows, rowKey, selectedKey, onOpen, count, density = 'standard', head = 'band', empty }: Props<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    <>
      <KeyboardRows onOpen={onOpen} className="table-scroll">
        <table className="table" data-density={density} data-head={head}>
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeadCell key={column.key} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const key = rowKey(row)
              return (
                <tr key={key} data-row={key} aria-selected={selectedKey === undefined ? undefined : key === selectedKey}>
                  {columns.map((column) => (
                    <td key={column.key} data-align={column.align} data-phone={column.phone}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </KeyboardRows>
      {count && <p className="table-count">{count}</p>}
    </>
  )
}
