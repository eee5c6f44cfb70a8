'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { checkHistory } from '@/app/(portal)/data/history/actions'
import { type NameChoice, NameTable } from '@/components/history/name-table'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { Segmented } from '@/components/ui/segmented'
import { SelectField } from '@/components/ui/select-field'
import type { FileColumn, FileForm, Mapping } from '@/lib/history/mapping'
import type { PlanSignalView } from '@/lib/history/imports'
import { askAction } from '@/lib/http/ask-action'

type Props = { id: string; form: FileForm; start: Mapping; signals: PlanSignalView[]; zones: string[] }

const timeForms = [
  { id: 'iso', label: '2026-03-09 13:00:00 (ISO 8601)' },
  { id: 'dmy', label: '09.03.2026 13:00 (day first)' },
  { id: 'mdy', label: '03/09/2026 1:00 PM (month first)' },
  { id: 'epoch_s', label: 'Seconds since 1970' },
  { id: 'epoch_ms', label: 'Milliseconds since 1970' },
]
const doubled = [
  { id: 'refuse', label: 'Refuse them' },
  { id: 'first', label: 'Before the change (summer time)' },
  { id: 'second', label: 'After the change' },
  { id: 'order', label: 'As the rows follow each other' },
]

/** Which column is what, which name is which signal; then every row is checked. */
export function MappingForm({ id, form, start, signals, zones }: Props) {
  const [common, setCommon] = useState(start)
  const [long, setLong] = useState(start.shape === 'long' ? start : { signal: 0, value: 0, unit: null as number | null })
  const [choices, setChoices] = useState<Record<string, NameChoice>>(() => firstChoices(form.columns, start, signals))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const router = useRouter()
  const isLong = common.shape === 'long'
  const names = isLong ? (form.columns[long.signal]?.words ?? []) : form.columns.filter((_, at) => at !== common.time).map(({ name }) => name)
  const columns = form.columns.map(({ name }, at) => ({ id: String(at), label: name }))
  const isText = !common.timeForm.startsWith('epoch')
  const set = (change: Partial<Mapping>) => setCommon((now) => ({ ...now, ...change }) as Mapping)

  async function check() {
    const known = new Set(signals.map((one) => one.id))
    const wrong = names.find((name) => choices[name]?.signal && !known.has(choices[name].signal))
    if (wrong !== undefined) return setProblem(`There is no signal "${choices[wrong]!.signal}". Choose one of the list, or leave the field of "${wrong}" empty.`)
    setBusy(true)
    setProblem('')
    const result = await askAction(checkHistory, { id, mapping: mappingOf(form, common, long, names, choices) })
    setBusy(false)
    if (!result.ok) setProblem(result.message)
    else router.refresh()
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
        <SelectField label="How times are written" value={common.timeForm} options={timeForms} onChange={(event) => set({ timeForm: event.target.value as Mapping['timeForm'] })} />
        {isText && <SelectField label="Zone of times without offset" value={common.timeZone} options={zones.map((zone) => ({ id: zone, label: zone }))} onChange={(event) => set({ timeZone: event.target.value })} />}
        {isText && <SelectField label="Times that the clock showed twice" hint="In the hour when the clock is put back" value={common.doubled} options={doubled} onChange={(event) => set({ doubled: event.target.value as Mapping['doubled'] })} />}
        <SelectField label="Decimal mark" value={common.decimal} options={[{ id: '.', label: 'Point: 20.5' }, { id: ',', label: 'Comma: 20,5' }]} onChange={(event) => set({ decimal: event.target.value as '.' | ',' })} />
      </div>
      {names.length > 0 ? (
        <NameTable names={names} choices={choices} signals={signals} hasUnits={isLong && long.unit !== null} onChoose={(name, choice) => setChoices({ ...choices, [name]: choice })} />
      ) : (
        <p className="text-ink-2">This column holds too many different words to list, or none. Only words that are ids of signals here are taken; the others are refused.</p>
      )}
      {problem && <FieldError>{problem}</FieldError>}
      <Button variant="primary" className="justify-self-start" busy={busy} busyWord="Asking" onClick={() => void check()}>
        Check every row
      </Button>
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
