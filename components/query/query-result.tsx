'use client'

import { lazy, Suspense, useState } from 'react'
import { chartOfResult } from '@/components/query/chart-of-result'
import { ResultTable } from '@/components/query/result-table'
import { TakeResult } from '@/components/query/take-result'
import type { AskedQuery, QueryState } from '@/components/query/use-lake-query'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { formatNumber } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import type { EngineName } from '@/lib/lake/query/port'

const ResultChart = lazy(() => import('@/components/query/result-chart'))

const words = { refused: 'The query was refused.', failed: 'The query was not answered.', cancelled: 'You cancelled the query.' }

interface Props {
  state: QueryState
  /** The query that was asked, for taking its answer away. */
  asked: AskedQuery
  timeZone: string
  mayDownload: boolean
}

export function QueryResult({ state, asked, timeZone, mayDownload }: Props) {
  const { phase, columns, rows } = state
  const [view, setView] = useState('table')
  if (phase === 'idle') return <Panel title="Answer" flush><Empty>Nothing is asked yet. Write a query, or open one at the side, and run it.</Empty></Panel>
  const chart = phase === 'answered' ? chartOfResult(columns, rows) : null
  return (
    <Panel title="Answer" note={<span role="status">{summary(state, asked.engine)}</span>} flush>
      {phase === 'running' && <progress className="query-progress" aria-label="Progress of the query" {...(state.progress !== null && { value: state.progress })} max={1} />}
      {state.notes.map((note) => <p key={note} className="query-note">{note}</p>)}
      {(phase === 'refused' || phase === 'failed' || phase === 'cancelled') && <ErrorPanel failed={words[phase]} holds="Nothing was changed: a query only reads." todo={state.reason} />}
      {phase === 'answered' && (
        <div className="query-tools">
          <Segmented label="Show the answer as" current={chart ? view : 'table'} onSelect={setView} segments={chart ? [{ key: 'table', label: 'Table' }, { key: 'chart', label: 'Chart' }] : [{ key: 'table', label: 'Table' }]} />
          {mayDownload && <TakeResult asked={asked} />}
        </div>
      )}
      {chart && view === 'chart' ? (
        <div className="panel-body" role="figure" aria-label={`${chart.series.join(', ')} by ${chart.x}`}>
          <Suspense fallback={<p className="text-ink-3">Drawing…</p>}><ResultChart view={chart} timeZone={timeZone} /></Suspense>
        </div>
      ) : (
        columns.length > 0 && (rows.length > 0 ? <ResultTable columns={columns} rows={rows} /> : phase === 'answered' && <Empty>No row answers this query. Readings are here a few minutes after they came.</Empty>)
      )}
    </Panel>
  )
}

const titles: Record<EngineName, string> = { duckdb: 'DuckDB', trino: 'Trino' }

function summary({ phase, rows, isCut, tookMs, progress }: QueryState, engine: EngineName): string {
  if (phase === 'running') return progress ? `${titles[engine]} runs, ${formatNumber(progress * 100)} %` : `${titles[engine]} runs`
  if (phase !== 'answered') return ''
  const count = `${formatNumber(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}`
  return `${isCut ? `the first ${count}; a download has all` : count}, ${formatNumber(tookMs)} ms by ${titles[engine]}`
}
