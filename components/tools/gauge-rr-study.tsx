'use client'

import { useState } from 'react'
import { GaugeRrAnswer } from '@/components/tools/gauge-rr-answer'
import { KeepAnalysis, type ToolPlace } from '@/components/tools/keep-analysis'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { SelectField } from '@/components/ui/select-field'
import { TextArea, TextField } from '@/components/ui/text-field'
import { aiagStudy } from '@/lib/spc/gauge-rr-published'
import { gaugeRrTool, readGaugeRows } from '@/lib/tools/gauge-rr-tool'
import { readNumber } from '@/lib/tools/read-table'

const example = `Part;Appraiser;Value\n${aiagStudy.map(({ part, appraiser, value }) => `${part};${appraiser};${value}`).join('\n')}`

const alphas = [
  { id: '0.25', label: 'Pooled when p is above 0.25' },
  { id: '0.05', label: 'Pooled when p is above 0.05' },
  { id: 'never', label: 'Never pooled' },
]
const multipliers = [
  { id: '6', label: '6 σ, 99.73 %' },
  { id: '5.15', label: '5.15 σ, 99 %' },
]

const start = { text: example, tolerance: '', alpha: '0.25', multiplier: '6' }

/** Everything is computed in the browser while one types; nothing leaves it. `fields` is what stands in them; the example when not given. */
export function GaugeRrStudy({ place, fields: first = {} }: { place: ToolPlace; fields?: Record<string, string> }) {
  const [given, setGiven] = useState({ ...start, ...first })
  const { text } = given
  const setText = (next: string) => setGiven({ ...given, text: next })
  const tolerance = given.tolerance.trim() === '' ? null : (readNumber(given.tolerance, given.tolerance.includes(',')) ?? Number.NaN)
  const rows = readGaugeRows(text)
  const answer = rows.ok
    ? gaugeRrTool({ rows: rows.value, tolerance, alpha: given.alpha === 'never' ? null : Number(given.alpha), multiplier: Number(given.multiplier) })
    : rows
  const fault = answer.ok ? null : answer.refusal
  return (
    <div className="grid gap-5 lg:grid-cols-[360px_minmax(0,1fr)] lg:items-start">
      <Panel title="Your readings">
        <div className="grid gap-3">
          <TextArea
            label="Part; appraiser; value, a reading a line"
            rows={12}
            value={text}
            onChange={(event) => setText(event.target.value)}
            spellCheck={false}
            className="text-mono"
          />
          <p className="text-small text-ink-3">{text === example ? 'The example of AIAG’s manual: 10 parts, 3 appraisers, 3 trials. ' : ''}In any order; trials are counted.</p>
          {text !== example && (
            <div>
              <Button onClick={() => setText(example)}>Back to the example</Button>
            </div>
          )}
          <TextField
            label="Tolerance, upper less lower limit"
            inputMode="decimal"
            value={given.tolerance}
            onChange={(event) => setGiven({ ...given, tolerance: event.target.value })}
            error={fault?.code === 'tolerance' ? fault.message : undefined}
          />
          <SelectField label="Interaction, part × appraiser" value={given.alpha} onChange={(event) => setGiven({ ...given, alpha: event.target.value })} options={alphas} />
          <SelectField label="Study variation" value={given.multiplier} onChange={(event) => setGiven({ ...given, multiplier: event.target.value })} options={multipliers} />
        </div>
      </Panel>
      <div className="grid min-w-0 gap-5" aria-live="polite">
        {answer.ok ? <GaugeRrAnswer study={answer.value} /> : <FieldError>{answer.refusal.message}</FieldError>}
        <KeepAnalysis kind="gauge-rr" fields={given} place={place} />
      </div>
    </div>
  )
}
