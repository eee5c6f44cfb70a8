'use client'

import { useState } from 'react'
import { CheckRows } from '@/components/history/check-rows'
import { type NameChoice, NameTable } from '@/components/history/name-table'
import { TimeFields } from '@/components/history/time-fields'
import { Segmented } from '@/components/ui/segmented'
import { SelectField } from '@/components/ui/select-field'
import type { FileColumn, FileForm, Mapping } from '@/lib/history/mapping'
import type { PlanSignalView } from '@/lib/history/imports'

type Props = { id: string; form: FileForm; start: Mapping; signals: PlanSignalView[]; zones: string[] }

/** Which column is what, which name is which signal; then every row is checked. */
export function MappingForm({ id, form, start, signals, zones }: Props) {
  const [common, setCommon] = useState(start)
  const [long, setLong] = useState(start.shape === 'long' ? start : { signal: 0, value: 0, unit: null as number | null })
  const [choices, setChoices] = useState<Record<string, NameChoice>>(() => firstChoices(form.columns, start, signals))
  const isLong = common.shape === 'long'
  const names = isLong ? (form.columns[long.signal]?.words ?? []) : form.columns.filter((_, at) => at !== common.time).map(({ name }) => name)
  const columns = form.columns.map(({ name }, at) => ({ id: String(at), label: name }))
  const set = (change: Partial<Mapping>) => setCommon((now) => ({ ...now, ...change }) as Mapping)

  function asked(): Mapping | string {
    const known = new Set(signals.map((one) => one.id))
    const wrong = names.find((name) => choices[name]?.signal && !known.has(choices[name].signal))
    if (wrong !== undefined) return `There is no signal "${choices[wrong]!.signal}". Choose one of the list, or leave the field of "${wrong}" empty.`
    return mappingOf(form, common, long, names, choices)
  }

  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <span className="field-label" id="shape">What a row is</span>
        <Segmented label="What a row is" current={common.shape} onSelect={(shape) => set({ shape } as Partial<Mapping>)} segments={[{ key: 'long', label: 'One reading' }, { key: 'wide', label: 'A moment, a signal in each column' }]} />
      </div>
      <div className="history-fields">
        <SelectField label="Time" value={String(common.time)} options={columns} onChange={(event) => set({ time: Number(event.target.value) })} />
        {isLong && <SelectField label="Signal" value={String(long.signal)} options={columns} onChange={(event) => setLong({ ...long, signal: Number(event.target.value) })} />}
        {isLong && <SelectField label="Value" value={String(long.value)} options={columns} onChange={(event) => setLong({ ...long, value: Number(event.target.value) })} />}
        {isLong && <SelectField label="Unit" value={String(long.unit ?? -1)} options={[{ id: '-1', label: 'No column' }, ...columns]} onChange={(event) => setLong({ ...long, unit: event.target.value === '-1' ? null : Number(event.target.value) })} />}
        <TimeFields value={common} zones={zones} onChange={set} />
      </div>
      {names.length > 0 ? (
        <NameTable names={names} choices={choices} signals={signals} hasUnits={isLong && long.unit !== null} onChoose={(name, choice) => setChoices({ ...choices, [name]: choice })} />
      ) : (
        <p className="text-ink-2">This column holds too many different words to list, or none. Only words that are ids of signals here are taken; the others are refused.</p>
      )}
      <CheckRows id={id} mapping={asked} />
    </div>
  )
}

function firstChoices(columns: FileColumn[], start: Mapping, signals: PlanSignalView[]): Record<string, NameChoice> {
  const byPlain = new Map(signals.map(({ id }) => [id.toLowerCase(), id]))
  const names = [...columns.map(({ name }) => name), ...columns.flatMap(({ words }) => words ?? [])]
  return Object.fromEntries(names.map((name) => [name, { signal: start.signals[name] ?? byPlain.get(name.toLowerCase()) ?? '', unit: start.units[name] ?? '' }]))
}

function mappingOf(form: FileForm, common: Mapping, long: { signal: number; value: number; unit: number | null }, names: string[], choices: Record<string, NameChoice>): Mapping {
  const { time, timeForm, timeZone, doubled, decimal } = common
  const signals = Object.fromEntries(names.map((name) => [name, choices[name]?.signal ?? '']))
  const units = Object.fromEntries(names.flatMap((name) => (choices[name]?.unit ? [[name, choices[name].unit]] : [])))
  const shared = { time, timeForm, timeZone, doubled, decimal, signals, units }
  if (common.shape === 'long') return { ...shared, shape: 'long', signal: long.signal, value: long.value, unit: long.unit }
  return { ...shared, shape: 'wide', values: form.columns.flatMap(({ name }, at) => (at !== time && signals[name] ? [at] : [])) }
}
