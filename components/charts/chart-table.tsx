import type { ReactNode } from 'react'

export type ChartTableView = { columns: { head: string; align?: 'right' }[]; rows: ReactNode[][] }

/** The numbers of a chart, as a table. The first cell heads its row. */
export function ChartTable({ caption, table }: { caption: string; table: ChartTableView }) {
  return (
    // Wider than a phone, it scrolls by keyboard too.
    <div className="table-scroll" role="group" aria-label={caption} tabIndex={0}>
      <table className="table" data-head="plain" data-density="dense">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {table.columns.map(({ head, align }) => (
              <th key={head} scope="col" data-align={align}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={column} data-align={table.columns[column]?.align}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
