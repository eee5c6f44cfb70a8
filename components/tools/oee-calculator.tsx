'use client'

import { useState } from 'react'
import { KeepAnalysis, type ToolPlace } from '@/components/tools/keep-analysis'
import { FieldError } from '@/components/ui/field'
import { formatNumber } from '@/components/ui/format'
import { KpiStrip, type KpiView } from '@/components/ui/kpi-strip'
import { Panel } from '@/components/ui/panel'
import { TermList } from '@/components/ui/term-list'
import { TextField } from '@/components/ui/text-field'
import { type OeeAnswer, oeeTool } from '@/lib/tools/oee-tool'
import { readNumber } from '@/lib/tools/read-table'

const fields = [
  { name: 'shiftMinutes', label: 'Shift, min', start: '480' },
  { name: 'breakMinutes', label: 'Breaks and planned stops, min', start: '60' },
  { name: 'stopMinutes', label: 'Other stops, min', start: '47' },
  { name: 'idealRatePerMinute', label: 'Ideal rate, pieces/min', start: '60' },
  { name: 'totalCount', label: 'All pieces', start: '19271' },
  { name: 'rejectCount', label: 'Rejected or reworked pieces', start: '423' },
] as const

type Name = (typeof fields)[number]['name']

/** Computed while one types, in the browser, by the engine of every screen. */
export function OeeCalculator({ place, fields: given = {} }: { place: ToolPlace; fields?: Record<string, string> }) {
  const [texts, setTexts] = useState(() => Object.fromEntries(fields.map(({ name, start }) => [name, given[name] ?? start])) as Record<Name, string>)
  const numbers = Object.fromEntries(fields.map(({ name }) => [name, readNumber(texts[name], /,\d{1,2}$/.test(texts[name]))])) as Record<Name, number | null>
  const missing = fields.find(({ name }) => numbers[name] === null)
  const answer = missing ? null : oeeTool(numbers as Record<Name, number>)
  const fault = answer && !answer.ok ? answer.refusal : null
  return (
    <div className="grid gap-5 md:grid-cols-[320px_minmax(0,1fr)] md:items-start">
      <Panel title="The shift">
        <div className="grid gap-3">
          {fields.map(({ name, label }) => (
            <TextField
              key={name}
              label={label}
              inputMode="decimal"
              value={texts[name]}
              onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
              error={numbers[name] === null ? 'A number, please.' : fault?.row === name ? fault.message : undefined}
            />
          ))}
        </div>
      </Panel>
      <div className="grid gap-5" aria-live="polite">
        {answer?.ok ? <Answer answer={answer.value} /> : <FieldError>{fault?.message ?? `${missing?.label}: a number, please.`}</FieldError>}
        <KeepAnalysis kind="oee" fields={texts} place={place} />
      </div>
    </div>
  )
}

function Answer({ answer }: { answer: OeeAnswer }) {
  const percent = (name: 'oee' | 'availability' | 'performance' | 'quality' | 'teep'): Pick<KpiView, 'parts' | 'undefinedBecause'> => {
    const value = answer[name]
    return value === null ? { parts: [], undefinedBecause: answer.undefinedBecause[name] } : { parts: [{ value: formatNumber(value * 100, 1), unit: '%' }] }
  }
  const { lossMinutes, fullyProductiveMinutes, plannedBusyMinutes } = answer
  const minutes = (value: number) => `${formatNumber(value, 1)} min`
  return (
    <>
      <KpiStrip
        label="OEE of the shift"
        kpis={[
          { label: 'OEE', ...percent('oee'), large: true },
          { label: 'Availability', ...percent('availability'), operator: '=', note: `${minutes(lossMinutes.availability)} stopped` },
          { label: 'Performance', ...percent('performance'), operator: '×', note: `${minutes(lossMinutes.performance)} slow` },
          { label: 'Quality', ...percent('quality'), operator: '×', note: `${minutes(lossMinutes.quality)} lost to rejects` },
        ]}
      />
      {answer.notices.map((notice) => (
        <p key={notice} role="status">
          {notice}
        </p>
      ))}
      <Panel title="Where the time went">
        <TermList
          look="figures"
          terms={[
            { term: 'Planned busy time', detail: minutes(plannedBusyMinutes) },
            { term: 'Stopped', detail: `−${minutes(lossMinutes.availability)}` },
            { term: 'Slow running', detail: `−${minutes(lossMinutes.performance)}` },
            { term: 'Rejects', detail: `−${minutes(lossMinutes.quality)}` },
            { term: 'Good, at ideal rate', detail: minutes(fullyProductiveMinutes) },
          ]}
        />
      </Panel>
    </>
  )
}
