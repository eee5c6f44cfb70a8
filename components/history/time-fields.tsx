import { SelectField } from '@/components/ui/select-field'
import type { Mapping } from '@/lib/history/mapping'

type Common = Pick<Mapping, 'time' | 'timeForm' | 'timeZone' | 'doubled' | 'decimal'>
type Props = { value: Common; zones: string[]; onChange(change: Partial<Common>): void }

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

/** How times and numbers are written in the file. */
export function TimeFields({ value, zones, onChange }: Props) {
  const isText = !value.timeForm.startsWith('epoch')
  return (
    <>
      <SelectField label="How times are written" value={value.timeForm} options={timeForms} onChange={(event) => onChange({ timeForm: event.target.value as Common['timeForm'] })} />
      {isText && <SelectField label="Zone of times without offset" value={value.timeZone} options={zones.map((zone) => ({ id: zone, label: zone }))} onChange={(event) => onChange({ timeZone: event.target.value })} />}
      {isText && <SelectField label="Times that the clock showed twice" hint="In the hour when the clock is put back" value={value.doubled} options={doubled} onChange={(event) => onChange({ doubled: event.target.value as Common['doubled'] })} />}
      <SelectField label="Decimal mark" value={value.decimal} options={[{ id: '.', label: 'Point: 20.5' }, { id: ',', label: 'Comma: 20,5' }]} onChange={(event) => onChange({ decimal: event.target.value as '.' | ',' })} />
    </>
  )
}
