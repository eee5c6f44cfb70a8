'use client'

import { useState } from 'react'
import { FileDrop } from '@/components/tools/file-drop'
import { KeepAnalysis, type ToolPlace } from '@/components/tools/keep-analysis'
import { SpcAnswerView } from '@/components/tools/spc-answer'
import { chartOf, columnsOf, spcCharts, type SpcFields, spcFields, spcRequestOf, takesSizes } from '@/components/tools/spc-request'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { SelectField } from '@/components/ui/select-field'
import { TextArea, TextField } from '@/components/ui/text-field'
import { type NumberTable, readTable } from '@/lib/tools/read-table'
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

/** Everything is computed in the browser while one types; nothing leaves it unless it is kept. */
export function SpcAnalyser({ place, fields: given = {} }: { place: ToolPlace; fields?: Record<string, string> }) {
  const [fields, setFields] = useState<SpcFields>({ ...spcFields, text: example, ...given })
  const set = (more: Partial<SpcFields>) => setFields({ ...fields, ...more })
  const table = readTable(fields.text)
  const request = table.ok ? spcRequestOf(fields, table.value) : table
  const answer = request.ok ? spcTool(request.value) : request
  const width = table.ok ? widthOf(table.value) : 1
  const chart = chartOf(fields, width)
  const field = (name: keyof SpcFields, label: string) => <TextField label={label} inputMode="decimal" value={fields[name]} onChange={(event) => set({ [name]: event.target.value })} />
  return (
    <div className="grid gap-5 lg:grid-cols-[360px_minmax(0,1fr)] lg:items-start">
      <div className="grid min-w-0 gap-5">
        <Panel title="Your numbers">
          <div className="grid gap-3">
            <FileDrop label="Choose a CSV or drop it here" onText={(text) => set({ text, columns: '', first: '', last: '', exclude: '' })} />
            <TextArea label="Rows, as copied from a spreadsheet" rows={10} value={fields.text} onChange={(event) => set({ text: event.target.value })} spellCheck={false} className="text-mono" />
            {table.ok && (
              <p className="text-small text-ink-3">
                {table.value.rows.length} rows of {width}
                {table.value.leftOut.length > 0 && `; left out: ${table.value.leftOut.join(', ')}`}
              </p>
            )}
            {table.ok && width > 1 && <ColumnChoice fields={fields} table={table.value} onChoose={(columns) => set({ columns })} />}
            {fields.text !== example && (
              <Button size="small" onClick={() => setFields({ ...spcFields, text: example })}>
                Back to the example
              </Button>
            )}
          </div>
        </Panel>
        <Panel title="Chart">
          <div className="grid gap-3">
            <SelectField label="Kind" value={chart} onChange={(event) => set({ chart: event.target.value })} options={spcCharts} />
            <SelectField label="Rules" value={fields.rules} onChange={(event) => set({ rules: event.target.value })} options={ruleSets} />
            {takesSizes(chart) && field('size', 'Inspected each time (else the second column)')}
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

const widthOf = ({ rows }: NumberTable) => Math.max(...rows.map((row) => row.length))

function ColumnChoice({ fields, table, onChoose }: { fields: SpcFields; table: NumberTable; onChoose: (columns: string) => void }) {
  const width = widthOf(table)
  const chosen = columnsOf(fields, width)
  const toggle = (column: number) => {
    const next = chosen.includes(column) ? chosen.filter((one) => one !== column) : [...chosen, column].sort((a, b) => a - b)
    if (next.length > 0) onChoose(next.length === width ? '' : next.join(','))
  }
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-1 text-small">
      <legend className="text-ink-2">Columns in use</legend>
      {Array.from({ length: width }, (_, column) => (
        <label key={column} className="inline-flex min-h-8 items-center gap-2">
          <input type="checkbox" checked={chosen.includes(column)} onChange={() => toggle(column)} />
          {table.header?.[column] || `column ${column + 1}`}
        </label>
      ))}
    </fieldset>
  )
}
