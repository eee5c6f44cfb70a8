import { type ChosenColumns, type ColumnUse, fixedSize } from '@/components/tools/spc-columns'
import { SelectField } from '@/components/ui/select-field'

interface Props {
  names: string[]
  use: ColumnUse
  chosen: ChosenColumns
  onChoose: (columns: string) => void
}

/** Which columns are the readings of a subgroup, the value, the count, the number inspected. */
export function SpcColumnChoice({ names, use, chosen, onChoose }: Props) {
  const options = names.map((label, at) => ({ id: String(at), label }))
  const [first = 0] = chosen.values
  if (use === 'subgroup') return <SubgroupColumns names={names} values={chosen.values} onChoose={onChoose} />
  if (use !== 'count-and-size') return <SelectField label={use === 'count' ? 'Column of the counts' : 'Column of the values'} value={first} options={options} onChange={(event) => onChoose(event.target.value)} />
  const size = chosen.size ?? fixedSize
  return (
    <div className="grid grid-cols-2 items-end gap-3">
      <SelectField label="Counts" value={first} options={options} onChange={(event) => onChoose(`${event.target.value},${event.target.value === String(size) ? first : size}`)} />
      <SelectField
        label="Inspected"
        value={size}
        options={[...options.filter(({ id }) => id !== String(first)), { id: fixedSize, label: 'fixed number' }]}
        onChange={(event) => onChoose(`${first},${event.target.value}`)}
      />
    </div>
  )
}

function SubgroupColumns({ names, values, onChoose }: { names: string[]; values: number[]; onChoose: (columns: string) => void }) {
  const toggle = (column: number) => {
    const next = values.includes(column) ? values.filter((one) => one !== column) : [...values, column].sort((a, b) => a - b)
    if (next.length > 0) onChoose(next.length === names.length ? '' : next.join(','))
  }
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-1 text-small">
      <legend className="text-ink-2">Columns of the subgroup</legend>
      {names.map((name, column) => (
        <label key={column} className="inline-flex min-h-8 items-center gap-2">
          <input type="checkbox" checked={values.includes(column)} onChange={() => toggle(column)} />
          {name}
        </label>
      ))}
    </fieldset>
  )
}
