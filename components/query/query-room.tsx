'use client'

import { Play, Square } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { loadHistory } from '@/app/(portal)/query/actions'
import { HistoryList } from '@/components/query/history-list'
import { QueryResult } from '@/components/query/query-result'
import { SaveQuery } from '@/components/query/save-query'
import { SavedList } from '@/components/query/saved-list'
import { TableList } from '@/components/query/table-list'
import { type AskedQuery, useLakeQuery } from '@/components/query/use-lake-query'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import type { LakeQuery, SavedQuery } from '@/lib/generated/prisma/client'
import type { EngineName, LakeEngine } from '@/lib/lake/query/port'
import type { LakeTable } from '@/lib/lake/query/tables'

const SqlEditor = lazy(() => import('@/components/query/sql-editor'))

const usualFirst = `SELECT signal, count(*) AS readings, min(value) AS least, avg(value) AS mean, max(value) AS most, max(time) AS latest
FROM readings
WHERE time > now() - INTERVAL 1 HOUR
GROUP BY signal
ORDER BY readings DESC`

export interface QueryRoomView {
  /** What stands in the editor at first. */
  first?: string
  tables: LakeTable[]
  saved: SavedQuery[]
  history: LakeQuery[]
  me: string
  /** Who can be asked; the first one is, unless somebody chooses. */
  engines: Pick<LakeEngine, 'name' | 'title' | 'reads'>[]
  timeZone: string
  mayDownload: boolean
}

export function QueryRoom(view: QueryRoomView) {
  const [text, setText] = useState({ sql: view.first ?? usualFirst, opened: 0 })
  const [engine, setEngine] = useState<EngineName>('duckdb')
  const [asked, setAsked] = useState<AskedQuery>({ sql: '', engine })
  const [saved, setSaved] = useState(view.saved)
  const [history, setHistory] = useState(view.history)
  const [side, setSide] = useState('tables')
  const insert = useRef<(text: string) => void>(() => undefined)
  const schema = useMemo(() => schemaOf(view.tables), [view.tables])
  const refresh = useCallback(() => void loadHistory({}).then((result) => result.ok && setHistory(result.value)), [])
  const { state, run, cancel } = useLakeQuery(refresh)
  const chosen = view.engines.find(({ name }) => name === engine)!
  const isRunning = state.phase === 'running'

  const start = () => {
    if (text.sql.trim() === '') return
    const asking = { sql: text.sql, engine }
    setAsked(asking)
    void run(asking)
  }
  const open = (sql: string) => setText(({ opened }) => ({ sql, opened: opened + 1 }))
  return (
    <div className="query-room">
      <div className="query-main">
        <Panel label="Query" flush>
          <Suspense fallback={<div className="sql-editor" aria-busy="true" />}>
            <SqlEditor key={text.opened} initial={text.sql} schema={schema} onChange={(sql) => setText((before) => ({ ...before, sql }))} onRun={start} onReady={(give) => (insert.current = give)} />
          </Suspense>
          <div className="query-bar">
            {isRunning ? <Button variant="primary" icon={<Square className="icon" aria-hidden />} onClick={cancel}>Cancel</Button> : <Button variant="primary" icon={<Play className="icon" aria-hidden />} disabledReason={text.sql.trim() === '' ? 'Write a query first.' : undefined} onClick={start}>Run</Button>}
            <span className="not-phone text-ink-3"><Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd></span>
            {view.engines.length > 1 && <Segmented label="Asked of" current={engine} onSelect={(name) => setEngine(name as EngineName)} segments={view.engines.map(({ name, title }) => ({ key: name, label: title }))} />}
            <SaveQuery sql={text.sql} onSaved={(one) => setSaved((before) => [...before.filter(({ id }) => id !== one.id), one].toSorted((a, b) => a.name.localeCompare(b.name)))} />
          </div>
          <p className="query-note">{chosen.title} reads {chosen.reads}.</p>
        </Panel>
        <QueryResult state={state} asked={asked} timeZone={view.timeZone} mayDownload={view.mayDownload} />
      </div>
      <Panel label="Tables, saved queries and history" flush className="query-side">
        <div className="query-tools">
          <Segmented label="Show" current={side} onSelect={setSide} segments={[{ key: 'tables', label: 'Tables' }, { key: 'saved', label: `Saved ${saved.length}` }, { key: 'history', label: 'History' }]} />
        </div>
        {side === 'tables' && <TableList tables={view.tables} onPick={(name) => insert.current(name)} />}
        {side === 'saved' && <SavedList saved={saved} me={view.me} onChange={setSaved} onOpen={open} />}
        {side === 'history' && <HistoryList history={history} timeZone={view.timeZone} onOpen={open} />}
      </Panel>
    </div>
  )
}

/** For completion: each table alone and under its schema. */
function schemaOf(tables: LakeTable[]): Record<string, string[] | Record<string, string[]>> {
  const columns = (table: LakeTable) => table.columns.map(({ name }) => name)
  const bySchema = Map.groupBy(tables, ({ schema }) => schema)
  return { ...Object.fromEntries(tables.map((table) => [table.name, columns(table)])), ...Object.fromEntries([...bySchema].map(([schema, own]) => [schema, Object.fromEntries(own.map((table) => [table.name, columns(table)]))])) }
}
