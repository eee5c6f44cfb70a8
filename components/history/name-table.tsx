'use client'

import { TextField } from '@/components/ui/text-field'
import { SelectField } from '@/components/ui/select-field'
import { DataTable } from '@/components/ui/data-table'
import { unitsFor } from '@/lib/history/units'
import type { PlanSignalView } from '@/lib/history/imports'

export interface NameChoice {
  /** Id of a signal; '' leaves the name out. */
  signal: string
  /** Unit in the file; '' is the signal's own. */
  unit: string
}

type Props = { names: string[]; choices: Record<string, NameChoice>; signals: PlanSignalView[]; hasUnits: boolean; onChoose(name: string, choice: NameChoice): void }

/** Which signal each name of the file is, and in what unit it comes. */
export function NameTable({ names, choices, signals, hasUnits, onChoose }: Props) {
  const byId = new Map(signals.map((signal) => [signal.id, signal]))
  const chosen = names.filter((name) => choices[name]?.signal).length
  return (
    <div>
      <datalist id="history-signals">
        {signals.map(({ id, name, unit }) => (
          <option key={id} value={id}>{`${name}, ${unit}`}</option>
        ))}
      </datalist>
      <DataTable
        caption="Names in the file and signals of the plant"
        rows={names}
        rowKey={(name) => name}
        head="plain"
        count={`${chosen} of ${names.length} ${names.length === 1 ? 'name' : 'names'} chosen; an empty field leaves a name out`}
        columns={[
          { key: 'name', head: 'In the file', cell: (name) => <span className="text-mono break-all">{name}</span> },
          {
            key: 'signal', head: 'Signal of the plant',
            cell: (name) => <TextField size="small" label={`Signal of ${name}`} labelHidden list="history-signals" placeholder="left out" value={choices[name]?.signal ?? ''} onChange={(event) => onChoose(name, { signal: event.target.value.trim(), unit: '' })} />,
          },
          ...(hasUnits ? [] : [{
            key: 'unit', head: 'Unit in the file',
            cell: (name: string) => {
              const signal = byId.get(choices[name]?.signal ?? '')
              if (!signal) return '—'
              return <SelectField label={`Unit of ${name}`} labelHidden value={choices[name]!.unit || signal.unit} options={unitsFor(signal.unit).map((unit) => ({ id: unit, label: unit }))} onChange={(event) => onChoose(name, { signal: signal.id, unit: event.target.value === signal.unit ? '' : event.target.value })} />
            },
          }]),
        ]}
      />
    </div>
  )
}
