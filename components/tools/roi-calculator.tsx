'use client'

import { useState } from 'react'
import { KeepAnalysis, type ToolPlace } from '@/components/tools/keep-analysis'
import { FieldError } from '@/components/ui/field'
import { formatNumber, formatUndefined } from '@/components/ui/format'
import { KpiStrip, type KpiView } from '@/components/ui/kpi-strip'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { TermList } from '@/components/ui/term-list'
import { TextField } from '@/components/ui/text-field'
import { readNumber } from '@/lib/tools/read-table'
import { type RoiAnswer, type RoiRequest, roiTool } from '@/lib/tools/roi-tool'

type Name = keyof RoiRequest
interface FieldSpec {
  name: Name
  label: string
  start: string
  /** Written in per cent, counted as a share. */
  percent?: boolean
}

const plant: { title: string; fields: FieldSpec[] }[] = [
  {
    title: 'Downtime',
    fields: [
      { name: 'busyHours', label: 'Planned busy hours a year, all lines', start: '18000' },
      { name: 'downtimeShare', label: 'Of it unplanned downtime, %', start: '9', percent: true },
      { name: 'hourCost', label: 'Cost of a stopped hour', start: '450' },
    ],
  },
  {
    title: 'Yield',
    fields: [
      { name: 'materialCost', label: 'Material a year', start: '4000000' },
      { name: 'yieldLossShare', label: 'Of it lost, %', start: '2.5', percent: true },
    ],
  },
  {
    title: 'Energy',
    fields: [
      { name: 'energyCost', label: 'Energy a year', start: '600000' },
      { name: 'idleEnergyShare', label: 'Of it used while nothing is made, %', start: '20', percent: true },
    ],
  },
]
const assumptions: FieldSpec[] = [
  { name: 'downtimeReduction', label: 'Less downtime, %', start: '10', percent: true },
  { name: 'yieldReduction', label: 'Less lost material, %', start: '5', percent: true },
  { name: 'energyReduction', label: 'Less idle energy, %', start: '15', percent: true },
]
const money: FieldSpec[] = [
  { name: 'investment', label: 'Investment, once', start: '60000' },
  { name: 'yearlyCost', label: 'Cost a year', start: '48000' },
  { name: 'years', label: 'Years looked at', start: '3' },
  { name: 'rate', label: 'Discount rate, % a year', start: '8', percent: true },
]
const all = [...plant.flatMap(({ fields }) => fields), ...assumptions, ...money]

/** Half, as said, and half as much again. */
const scenarios = [['low', 'Low, half', 0.5], ['expected', 'As assumed', 1], ['high', 'High, half more', 1.5]] as const

const read = (text: string) => readNumber(text, /,\d{1,2}$/.test(text))

/** Everything in it is the visitor's own: the figures that stand there first are an example, not a promise. */
export function RoiCalculator({ place, fields: given = {} }: { place: ToolPlace; fields?: Record<string, string> }) {
  const [texts, setTexts] = useState(() => Object.fromEntries(all.map(({ name, start }) => [name, given[name] ?? start])) as Record<Name, string>)
  const [scenario, setScenario] = useState<(typeof scenarios)[number][0]>('expected')
  const factor = scenarios.find(([key]) => key === scenario)![2]
  const missing = all.find(({ name }) => read(texts[name]) === null)
  const valueOf = ({ name, percent }: FieldSpec) => (read(texts[name]) ?? 0) / (percent ? 100 : 1)
  const numbers = Object.fromEntries(all.map((field) => [field.name, valueOf(field)])) as unknown as RoiRequest
  for (const { name } of assumptions) numbers[name] = Math.min(1, numbers[name] * factor)
  const answer = missing ? null : roiTool(numbers)
  const fault = answer && !answer.ok ? answer.refusal : null
  const input = ({ name, label }: FieldSpec) => (
    <TextField
      key={name}
      label={label}
      inputMode="decimal"
      value={texts[name]}
      onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
      error={read(texts[name]) === null ? 'A number, please.' : fault?.row === name ? fault.message : undefined}
    />
  )
  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] lg:items-start">
      <div className="grid gap-5">
        {plant.map(({ title, fields }) => (
          <Panel key={title} title={title}>
            <div className="grid gap-3 sm:grid-cols-2">{fields.map(input)}</div>
          </Panel>
        ))}
        <Panel title="Assumptions" note="yours to change" foot="What is reached depends on the plant. These are no results of anybody; put in what you would dare to sign.">
          <div className="grid gap-3 sm:grid-cols-3">{assumptions.map(input)}</div>
        </Panel>
        <Panel title="Cost">
          <div className="grid gap-3 sm:grid-cols-2">{money.map(input)}</div>
        </Panel>
      </div>
      <div className="grid min-w-0 gap-5 lg:sticky lg:top-4" aria-live="polite">
        <div>
          <Segmented label="Scenario" current={scenario} segments={scenarios.map(([key, label]) => ({ key, label }))} onSelect={(key) => setScenario(key as typeof scenario)} />
        </div>
        {answer?.ok ? <Answer answer={answer.value} years={numbers.years} /> : <FieldError>{fault?.message ?? `${missing?.label}: a number, please.`}</FieldError>}
        <KeepAnalysis kind="roi" fields={texts} place={place} />
      </div>
    </div>
  )
}

const kindWords = { downtime: 'Less downtime', yield: 'Less lost material', energy: 'Less idle energy' }

function Answer({ answer, years }: { answer: RoiAnswer; years: number }) {
  const { savings, yearlySavings, yearlyBenefit, paybackMonths, npv, irr, roi, undefinedBecause } = answer
  const figure = (label: string, value: number | null, unit: string, key: string, digits = 0): KpiView => ({
    label, parts: value === null ? [] : [{ value: formatNumber(value, digits), unit }], undefinedBecause: value === null ? (undefinedBecause[key] ?? 'not defined') : undefined,
  })
  return (
    <>
      <KpiStrip
        label="Return on investment"
        widths="repeat(2, minmax(0, 1fr))"
        kpis={[{ ...figure('Payback', paybackMonths, 'months', 'paybackMonths', 1), large: true }, figure('Benefit a year, cost taken off', yearlyBenefit, '', 'yearlyBenefit')]}
      />
      <Panel title={`Over ${years} years`}>
        <TermList
          look="figures"
          terms={[
            { term: 'Net present value', detail: formatNumber(npv) },
            { term: 'Internal rate of return', detail: irr === null ? formatUndefined(undefinedBecause.irr ?? 'not defined') : `${formatNumber(irr * 100, 1)} % a year` },
            { term: 'Return on the investment', detail: roi === null ? formatUndefined(undefinedBecause.roi ?? 'not defined') : `${formatNumber(roi * 100)} %` },
          ]}
        />
      </Panel>
      <Panel title="Savings a year" note={formatNumber(yearlySavings)}>
        <TermList look="figures" terms={savings.map(({ kind, yearly, formula }) => ({ term: kindWords[kind], termNote: formula, detail: formatNumber(yearly) }))} />
      </Panel>
    </>
  )
}
