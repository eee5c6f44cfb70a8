'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import type { Cell, ResultColumn } from '@/lib/lake/query/protocol'

const pageRows = 200
const isNumber = (type: string) => /^(DOUBLE|FLOAT|DECIMAL|U?TINYINT|U?SMALLINT|U?INTEGER|U?BIGINT|HUGEINT)/.test(type)

/** As DuckDB wrote it: a query is read to the last digit. */
function CellText({ cell }: { cell: Cell }) {
  if (cell === null) return <span className="text-ink-3">null</span>
  return <>{typeof cell === 'object' ? JSON.stringify(cell) : String(cell)}</>
}

export function ResultTable({ columns, rows }: { columns: ResultColumn[]; rows: Cell[][] }) {
  const [shown, setShown] = useState(pageRows)
  const numbered = rows.slice(0, shown).map((row, i) => ({ row, key: String(i) }))
  return (
    <>
      <div className="query-rows">
        <DataTable<{ row: Cell[]; key: string }>
          caption="Answer of the query"
          rows={numbered}
          rowKey={({ key }) => key}
          head="plain"
          density="dense"
          columns={columns.map(({ name, type }, i) => ({ key: String(i), head: <span title={type}>{name}</span>, align: isNumber(type) ? 'right' : undefined, cell: ({ row }) => <CellText cell={row[i] ?? null} /> }))}
        />
      </div>
      {rows.length > shown && (
        <div className="px-5 py-3">
          <Button size="small" onClick={() => setShown(shown + 1000)}>
            {`Show more of ${rows.length} rows`}
          </Button>
        </div>
      )}
    </>
  )
}
