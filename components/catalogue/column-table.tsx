'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { measureTable } from '@/app/(portal)/catalog/actions'
import { Histogram } from '@/components/catalogue/histogram'
import { Button } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import { FieldError } from '@/components/ui/field'
import { DASH, formatNumber, formatPercent } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { CatalogueTable } from '@/lib/catalogue/catalogue-tables'
import type { ColumnProfile } from '@/lib/catalogue/profile-sql'
import type { ProfileView } from '@/lib/catalogue/profile-table'
import { askAction } from '@/lib/http/ask-action'

interface Props {
  table: CatalogueTable
  profile: ProfileView | null
  timeZone: string
  mayQuery: boolean
}

/** Columns with what was measured of them, and a button that measures now. */
export function ColumnTable({ table, profile, timeZone, mayQuery }: Props) {
  const router = useRouter()
  // One who sees a part of the plant gets an answer that is kept nowhere.
  const [made, setMade] = useState<ProfileView | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const shown = made ?? profile
  const of = new Map(shown?.columns.map((column) => [column.name, column]))
  async function measure() {
    setBusy(true)
    setProblem('')
    const result = await askAction(measureTable, { table: table.sqlName })
    setBusy(false)
    if (!result.ok) return setProblem(result.message)
    setMade(result.value)
    router.refresh()
  }
  return (
    <Panel
      title="Columns"
      note={mayQuery && <Button size="small" busy={busy} busyWord="Measuring" onClick={() => void measure()}>{shown ? 'Measure again' : 'Measure now'}</Button>}
      flush
      foot={shown ? `${formatNumber(shown.rows)} rows measured ${formatDateClock(shown.madeAt, timeZone)}. ${shown.note}` : mayQuery ? 'Not measured yet. It is done every night for a customer’s plant, or now.' : 'What was measured of the values is for those who may take data away.'}
    >
      {problem && <div className="px-5 pb-3"><FieldError>{problem}</FieldError></div>}
      <DataTable
        caption={`Columns of ${table.sqlName}`}
        rows={table.columns}
        rowKey={({ name }) => name}
        head="plain"
        columns={[
          { key: 'name', head: 'Column', cell: ({ name, type, meaning }) => (<><span className="catalogue-name">{name}</span> <span className="text-small text-ink-3">{type.toLowerCase()}</span><small className="catalogue-row">{meaning}</small></>) },
          { key: 'empty', head: 'Empty', align: 'right', phone: 'hidden', cell: ({ name }) => (shown && shown.rows > 0 ? formatPercent(1 - (of.get(name)?.filled ?? 0) / shown.rows) : DASH) },
          { key: 'distinct', head: 'Different', align: 'right', phone: 'hidden', cell: ({ name }) => (of.has(name) ? formatNumber(of.get(name)!.distinct) : DASH) },
          { key: 'range', head: 'Least to greatest', cell: ({ name }) => rangeWords(of.get(name)) },
          { key: 'histogram', head: 'Spread', phone: 'hidden', cell: ({ name }) => of.get(name)?.histogram && <Histogram counts={of.get(name)!.histogram!} column={name} /> },
        ]}
      />
    </Panel>
  )
}

function rangeWords(column: ColumnProfile | undefined) {
  if (!column) return DASH
  if (column.min === null) return <span className="text-ink-3">nothing in it</span>
  const [least, most] = [readable(column.min), readable(column.max!)]
  return <span className="text-small">{least === most ? least : `${least} to ${most}`}</span>
}

const readable = (value: string): string => (/^-?\d+\.\d{4,}(e-?\d+)?$/.test(value) ? formatNumber(Number(value), 3) : value)
