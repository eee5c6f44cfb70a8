'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { renamePlace, save } from '@/app/manage/[tenant]/plant/actions'
import { RecordConflict } from '@/components/admin/record-conflict'
import type { RecordField } from '@/components/admin/record-fields'
import { WeekdayField } from '@/components/admin/weekday-field'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import { askAction } from '@/lib/http/ask-action'
import type { SavedRow } from '@/lib/plant/model/edit-nodes'
import type { ModelRecord } from '@/lib/plant/model/load-model'
import type { RecordKind } from '@/lib/plant/model/records'

interface Props {
  tenantId: string
  kind: RecordKind | 'plant_node'
  /** Null: a new one. */
  record: ModelRecord | null
  fields: RecordField[]
  verb: string
  onDone?: () => void
}

type Conflict = Extract<SavedRow, { kind: 'conflict' }>

/** A record of the plant model. Somebody who saved meanwhile is shown beside what was typed here; nothing of it is lost. */
export function RecordForm({ tenantId, kind, record, fields, verb, onDone }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [conflict, setConflict] = useState<{ with: Conflict; mine: Record<string, string> } | null>(null)
  const router = useRouter()

  async function send(values: Record<string, string>, version: number) {
    setBusy(true)
    const result = kind === 'plant_node' ? await askAction(renamePlace, { tenantId, id: record!.id, version, name: values.name!, timeZone: values.time_zone }) : await askAction(save, { tenantId, kind, id: record?.id ?? null, version, fields: values })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    if (result.value.kind === 'conflict') return setConflict({ with: result.value, mine: values })
    setConflict(null)
    router.refresh()
    onDone?.()
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // Enter in a field submits without the button.
    if (!busy) void send(Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>, record?.version ?? 0)
  }

  return (
    <form onSubmit={submit} className="grid max-w-[560px] gap-3" aria-label={record ? `Change ${record.fields.name ?? record.id}` : verb}>
      {fields.map((field) => (
        <FieldOf key={field.name} field={field} value={record?.fields[field.name] ?? field.initial ?? ''} />
      ))}
      {problem && <FieldError>{problem}</FieldError>}
      {conflict && (
        <RecordConflict
          conflict={conflict.with}
          mine={conflict.mine}
          fields={fields}
          busy={busy}
          onMine={() => void send(conflict.mine, conflict.with.version)}
          onTheirs={() => (setConflict(null), router.refresh(), onDone?.())}
        />
      )}
      <div className="flex gap-2">
        <Button size="small" variant="primary" type="submit" busy={busy} busyWord="Saving">
          {verb}
        </Button>
        {onDone && (
          <Button size="small" onClick={onDone}>
            Leave it
          </Button>
        )}
      </div>
    </form>
  )
}

function FieldOf({ field, value }: { field: RecordField; value: string }) {
  if (field.type === 'hidden') return <input type="hidden" name={field.name} value={value} />
  if (field.type === 'weekdays') return <WeekdayField label={field.label} name={field.name} initial={value} />
  if (field.options) return <SelectField label={field.label} name={field.name} defaultValue={value} options={field.options} hint={field.hint} required={!field.optional} placeholder={field.optional || value ? undefined : 'Choose'} />
  return <TextField label={field.label} name={field.name} type={field.type ?? 'text'} defaultValue={value} hint={field.hint} required={!field.optional} autoComplete="off" />
}
