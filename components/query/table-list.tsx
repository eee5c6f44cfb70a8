'use client'

import type { LakeTable } from '@/lib/lake/query/tables'

/** What can be asked; a press puts the name where the cursor stands. */
export function TableList({ tables, onPick }: { tables: LakeTable[]; onPick: (name: string) => void }) {
  return (
    <div className="query-tables">
      {tables.map(({ schema, name, row, columns }) => (
        <details key={name} open={schema === 'bronze'}>
          <summary>
            <span className="text-mono">{name}</span> <span className="text-ink-3">{schema}</span>
          </summary>
          <p>{row}</p>
          <ul>
            {columns.map((column) => (
              <li key={column.name}>
                <button type="button" className="text-mono" title={`${column.type}: ${column.meaning}`} onClick={() => onPick(column.name)}>
                  {column.name}
                </button>
                <span className="text-ink-3">{column.type.toLowerCase()}</span>
              </li>
            ))}
          </ul>
          <button type="button" className="query-pick" onClick={() => onPick(`${schema}.${name}`)}>{`Insert ${schema}.${name}`}</button>
        </details>
      ))}
    </div>
  )
}
