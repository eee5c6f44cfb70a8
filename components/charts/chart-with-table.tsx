'use client'

import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { ChartTable, type ChartTableView } from '@/components/charts/chart-table'
import { PanelHead } from '@/components/ui/panel'

type Props = {
  title: ReactNode
  /** Unit and period: "kW, 15 min mean". */
  note?: ReactNode
  /** Names the table: the sentence of the chart. */
  caption: string
  /** The same numbers. */
  table: ChartTableView
  level?: 2 | 3
  /** The chart, drawn on the server where it can be. */
  children: ReactNode
}

/** Head of a chart with its switch between picture and table; `t` inside it switches too. */
export function ChartWithTable({ title, note, caption, table, level, children }: Props) {
  const [showsTable, setShowsTable] = useState(false)
  const toggle = () => setShowsTable((shown) => !shown)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]')
    if (event.key === 't' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) toggle()
  }
  return (
    <div onKeyDown={onKeyDown}>
      <PanelHead
        title={title}
        level={level}
        note={
          <>
            {note && <span>{note}</span>}
            <button type="button" className="chart-toggle" onClick={toggle}>
              {showsTable ? 'Chart' : 'Table'}
            </button>
          </>
        }
      />
      {showsTable ? <ChartTable caption={caption} table={table} /> : <div className="panel-body">{children}</div>}
    </div>
  )
}
