'use client'

import { useState } from 'react'
import { ControlChart, ControlChartKey } from '@/components/charts/control-chart'
import { controlPanels } from '@/components/tools/control-panels'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { formatNumber } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { SelectField } from '@/components/ui/select-field'
import { TermList } from '@/components/ui/term-list'
import { TextArea, TextField } from '@/components/ui/text-field'
import { nelsonWords, type NelsonRule } from '@/lib/spc/nelson'
import { readNumber, readTable } from '@/lib/tools/read-table'
import { type SpcAnswer, type SpcChart, spcTool } from '@/lib/tools/spc-tool'

const example = `No;x1;x2;x3;x4;x5
1;74,030;74,002;74,019;73,992;74,008
2;73,995;73,992;74,001;74,011;74,004
3;73,988;74,024;74,021;74,005;74,002
4;74,002;73,996;73,993;74,015;74,009
5;73,992;74,007;74,015;73,989;74,014
6;74,009;73,994;73,997;73,985;73,993
7;73,995;74,006;73,994;74,000;74,005
8;73,985;74,003;73,993;74,015;73,988`

const charts: { id: SpcChart; label: string }[] = [
  { id: 'xbar-r', label: 'x̄ and R: subgroups' },
  { id: 'xbar-s', label: 'x̄ and s: subgroups' },
  { id: 'i-mr', label: 'Individuals and moving range' },
]

/** Everything is computed in the browser while one types; nothing leaves it. */
export function SpcAnalyser() {
  const [text, setText] = useState(example)
  const [chosen, setChosen] = useState<SpcChart | ''>('')
  const [spec, setSpec] = useState({ lsl: '', usl: '' })
  const table = readTable(text)
  const width = table.ok ? Math.max(...table.value.rows.map((row) => row.length)) : 1
  const chart = chosen || (width > 1 ? 'xbar-r' : 'i-mr')
  const limit = (value: string) => (value.trim() === '' ? null : readNumber(value, value.includes(',')))
  const answer = table.ok
    ? spcTool({
        chart,
        values: table.value.rows,
        rules: 'nelson',
        ...((spec.lsl || spec.usl) && { spec: { lsl: limit(spec.lsl), usl: limit(spec.usl) } }),
      })
    : table
  return (
    <div className="grid gap-5 lg:grid-cols-[360px_minmax(0,1fr)] lg:items-start">
      <Panel title="Your numbers">
        <div className="grid gap-3">
          <TextArea label="Rows, as copied from a spreadsheet" rows={12} value={text} onChange={(event) => setText(event.target.value)} spellCheck={false} className="text-mono" />
          {table.ok && (
            <p className="text-small text-ink-3">
              {table.value.rows.length} rows of {width}
              {table.value.leftOut.length > 0 && `; left out: ${table.value.leftOut.join(', ')}`}
            </p>
          )}
          <SelectField label="Chart" value={chart} onChange={(event) => setChosen(event.target.value as SpcChart)} options={charts} />
          <div className="grid grid-cols-2 gap-3">
            <TextField label="Lower spec. limit" inputMode="decimal" value={spec.lsl} onChange={(event) => setSpec({ ...spec, lsl: event.target.value })} />
            <TextField label="Upper spec. limit" inputMode="decimal" value={spec.usl} onChange={(event) => setSpec({ ...spec, usl: event.target.value })} />
          </div>
        </div>
      </Panel>
      <div className="grid min-w-0 gap-5" aria-live="polite">
        {answer.ok ? <Answer answer={answer.value} /> : <FieldError>{answer.refusal.message}</FieldError>}
        <div>
          <Button href="/#request" variant="primary">
            See it on a running plant
          </Button>
        </div>
      </div>
    </div>
  )
}

function Answer({ answer }: { answer: SpcAnswer }) {
  const digits = digitsOf(answer)
  const number = (value: number | null | undefined) => (value === null || value === undefined ? '— not defined' : formatNumber(value, digits))
  const { capability, limits, sigma, spreadLimits } = answer
  const byRule = [...Map.groupBy(answer.signals, ({ rule }) => rule)]
  const said = byRule.length === 0 ? 'No rule is broken.' : `Broken rules: ${byRule.map(([rule]) => rule).join(', ')}.`
  return (
    <>
      <Panel title="Control chart" note={`${answer.points.length} rows, limits from ${answer.made}`} foot={said}>
        <ControlChart chart={controlPanels(answer, digits)} label={`Control chart. ${said}`} />
        <ControlChartKey />
      </Panel>
      <Panel title="Figures">
        <TermList
          look="figures"
          terms={[
            { term: 'Centre', detail: number(answer.centre) },
            { term: 'Limits', detail: limits ? `${number(limits.lower)} to ${number(limits.upper)}` : 'per point' },
            ...(spreadLimits ? [{ term: 'Spread, limits', detail: `${number(spreadLimits.lower)} to ${number(spreadLimits.upper)}` }] : []),
            ...(sigma === null ? [] : [{ term: 'Sigma within', detail: formatNumber(sigma, digits + 1) }]),
            ...(capability ? [{ term: 'Cpk', termNote: 'sigma within', detail: formatNumber(capability.Cpk, 3) }, { term: 'Ppk', termNote: 'all values', detail: formatNumber(capability.Ppk, 3) }] : []),
          ]}
        />
        {answer.noCapability && <p className="mt-3">{answer.noCapability}</p>}
      </Panel>
      {byRule.length > 0 && (
        <Panel title="Nelson’s rules">
          <TermList termWidth={80} terms={byRule.map(([rule, own]) => ({ term: `Rule ${rule}`, detail: `${nelsonWords[rule as NelsonRule]}: completed at row ${own.map(({ at }) => at).join(', ')}` }))} />
        </Panel>
      )}
    </>
  )
}

/** Enough digits to tell the limits apart. */
function digitsOf({ sigma, centre }: SpcAnswer): number {
  const scale = sigma ?? Math.abs(centre)
  return scale > 0 ? Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(scale)))) : 2
}
