import { type CapacityFaults, type CapacityTexts, fieldLabel } from '@/components/tools/capacity-fields'
import { TextField } from '@/components/ui/text-field'
import { capacityNumbers, type NumberName } from '@/lib/tools/capacity/request'

interface Props {
  names: NumberName[]
  texts: CapacityTexts
  faults: CapacityFaults
  onChange: (name: NumberName, value: string) => void
}

/** Fields with where their numbers come from; the reader's own say nothing. */
export function CapacityInputs({ names, texts, faults, onChange }: Props) {
  return (
    <div className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2">
      {names.map((name) => (
        <TextField key={name} label={fieldLabel(name)} inputMode="decimal" autoComplete="off" value={texts[name]} error={faults[name]} hint={<Origin name={name} />} onChange={(event) => onChange(name, event.target.value)} />
      ))}
    </div>
  )
}

const kindWords = { measured: 'Measured', assumed: 'Assumption', price: 'Price' }

function Origin({ name }: { name: NumberName }) {
  const { kind, source, date, url } = capacityNumbers[name]
  if (kind === 'yours') return source
  return (
    <>
      {kindWords[kind]}
      {date && ` of ${date}`}: {source}
      {url && (
        <>
          . <a href={url} rel="noreferrer">Read here</a>
        </>
      )}
    </>
  )
}
