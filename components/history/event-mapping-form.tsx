'use client'

import { useState } from 'react'
import { CheckRows } from '@/components/history/check-rows'
import { TimeFields } from '@/components/history/time-fields'
import { SelectField } from '@/components/ui/select-field'
import type { EventTable } from '@/lib/history/event-fields'
import type { FileForm, Mapping } from '@/lib/history/mapping'

type EventMapping = Extract<Mapping, { shape: 'events' }>
type Props = { id: string; form: FileForm; start: EventMapping; table: EventTable; zones: string[] }

const none = '-1'

/** Which column is which field of the event; then every row is checked. */
export function EventMappingForm({ id, form, start, table, zones }: Props) {
  const [mapping, setMapping] = useState(start)
  const columns = form.columns.map(({ name }, at) => ({ id: String(at), label: name }))
  const choose = (name: string, at: string) => setMapping({ ...mapping, fields: { ...mapping.fields, [name]: at === none ? null : Number(at) } })
  return (
    <div className="grid gap-5">
      <div className="history-fields">
        <SelectField label="time" hint={table.fields[0]!.about} value={String(mapping.time)} options={columns} onChange={(event) => setMapping({ ...mapping, time: Number(event.target.value) })} />
        {table.fields.slice(1).map(({ name, about, isRequired }) => (
          <SelectField key={name} label={name} hint={about} value={String(mapping.fields[name] ?? none)} options={[{ id: none, label: isRequired ? 'Choose a column' : 'No column' }, ...columns]} onChange={(event) => choose(name, event.target.value)} />
        ))}
        <TimeFields value={mapping} zones={zones} onChange={(change) => setMapping({ ...mapping, ...change })} />
      </div>
      <CheckRows id={id} mapping={() => mapping} />
    </div>
  )
}
