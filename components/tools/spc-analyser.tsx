'use client'

import { useMemo, useState } from 'react'
import { FileDrop } from '@/components/tools/file-drop'
import { KeepAnalysis, type ToolPlace } from '@/components/tools/keep-analysis'
import { SpcAnswerView } from '@/components/tools/spc-answer'
import { SpcColumnChoice } from '@/components/tools/spc-column-choice'
import { columnUse } from '@/components/tools/spc-columns'
import { chartOf, columnNames, columnsOf, mostRows, spcCharts, type SpcFields, spcFields, spcRequestOf, widthOf } from '@/components/tools/spc-request'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { SelectField } from '@/components/ui/select-field'
import { formatNumber } from '@/components/ui/format'
import { TextArea, TextField } from '@/components/ui/text-field'
import { readTable } from '@/lib/tools/read-table'
import { spcTool } from '@/lib/tools/spc-tool'

const example = `No;x1;x2;x3;x4;x5
1;74,030;74,002;74,019;73,992;74,008
2;73,995;73,992;74,001;74,011;74,004
3;73,988;74,024;74,021;74,005;74,002
4;74,002;73,996;73,993;74,015;74,009
5;73,992;74,007;74,015;73,989;74,014
6;74,009;73,994;73,997;73,985;73,993
7;73,995;74,006;73,994;74,000;74,005
8;73,985;74,003;73,993;74,015;73,988`

const ruleSets = [
  { id: 'nelson', label: 'Nelson’s eight' },
  { id: 'western-electric', label: 'Western Electric’s four' },
  { id: 'none', label: 'Limits only' },
]

/** In characters; a longer text stays out of the field, which would stall. */
const mostTyped = 200_000

/** Everything is computed in the browser while one types; nothing leaves it unless it is kept. */
export function SpcAnalyser({ place, fields: given = {} }: { place: ToolPlace; fields?: Record<string, string> }) {
  const [fields, setFields] = useState<SpcFields>({ ...spcFields, text: example, ...given })
  const set = (more: Partial<SpcFields>) => setFields({ ...fields, ...more })
  const [fileName, setFileName] = useState<string | null>(null)
  const table = useMemo(() => readTable(fields.text), [fields.text])
  const request = table.ok ? spcRequestOf(fields, table.value) : table
  const answer = request.ok ? spcTool(request.value) : request
  const width = table.ok ? widthOf(table.value) : 1
  const chart = chartOf(fields, width)
  const columns = columnsOf(fields, chart, width)
  const rowCount = table.ok ? table.value.rows.length : 0
  const takeFile = (text: string, name: string) => {
    set({ text, columns: '', from: '', first: '', last: '', exclude: '' })
    setFileName(name)
  }
  const field = (name: keyof SpcFields, label: string) => <TextField label={label} inputMode="decimal" value={fields[name]} onChange={(event) => set({ [name]: event.target.value })} />
  return (
    <div className="grid gap-5 lg:grid-cols-[360px_minmax(0,1fr)] lg:items-start">
      <div className="grid min-w-0 gap-5">
        <Panel title="Your numbers">
          <div className="grid gap-3">
            <FileDrop label={fileName ?? 'Choose a CSV or drop it here'} onText={takeFile} />
            {fields.text.length > mostTyped ? (
              <p className="text-small text-ink-3">The file is too long to be shown here; it begins</p>
            ) : (
              <TextArea label="Rows, as copied from a spreadsheet" rows={10} value={fields.text} onChange={(event) => set({ text: event.target.value })} spellCheck={false} className="text-mono" />
            )}
            {fields.text.length > mostTyped && <pre className="text-mono overflow-x-auto text-small">{fields.text.slice(0, 2000).split(/\r\n|\r|\n/).slice(0, 6).join('\n')}</pre>}
            {table.ok && (
              <p className="text-small text-ink-3">
                {formatNumber(rowCount)} rows of {width}
                {table.value.leftOut.length > 0 && `; left out: ${table.value.leftOut.join(', ')}`}
                {table.value.notes.map((note) => `; ${note}`)}
              </p>
            )}
            {rowCount > mostRows && <TextField label={`First row drawn; ${formatNumber(mostRows)} follow, counted from it`} inputMode="numeric" value={fields.from} placeholder="1" onChange={(event) => set({ from: event.target.value })} />}
            {table.ok && width > 1 && <SpcColumnChoice names={columnNames(table.value)} use={columnUse(chart)} chosen={columns} onChoose={(next) => set({ columns: next })} />}
            {fields.text !== example && (
              <Button size="small" onClick={() => { setFields({ ...spcFields, text: example }); setFileName(null) }}>
                Back to the example
              </Button>
            )}
          </div>
        </Panel>
        <Panel title="Chart">
          <div className="grid gap-3">
            <SelectField label="Kind" value={chart} onChange={(event) => set({ chart: event.target.value })} options={spcCharts} />
            <SelectField label="Rules" value={fields.rules} onChange={(event) => set({ rules: event.target.value })} options={ruleSets} />
            {columnUse(chart) === 'count-and-size' && columns.size === null && field('size', 'Inspected each time')}
            {chart === 'ewma' && field('lambda', 'λ, weight of the newest')}
            {chart === 'cusum' && (
              <div className="grid grid-cols-2 gap-3">
                {field('k', 'k, in σ')}
                {field('h', 'h, in σ')}
              </div>
            )}
            <div className="grid grid-cols-2 gap-3">
              {field('first', 'Limits from row')}
              {field('last', 'to row')}
            </div>
            <TextField label="Left out: rows with a reason" placeholder="3 start-up, 7 wrong gauge" value={fields.exclude} onChange={(event) => set({ exclude: event.target.value })} />
          </div>
        </Panel>
        <Panel title="Specification">
          <div className="grid grid-cols-3 gap-3">
            {field('lsl', 'Lower')}
            {field('target', 'Target')}
            {field('usl', 'Upper')}
          </div>
        </Panel>
      </div>
      <div className="grid min-w-0 gap-5" aria-live="polite">
        {answer.ok && request.ok ? <SpcAnswerView answer={answer.value} request={request.value} /> : <FieldError>{answer.ok ? '' : answer.refusal.message}</FieldError>}
        <KeepAnalysis kind="spc" fields={fields} place={place} />
      </div>
    </div>
  )
}
