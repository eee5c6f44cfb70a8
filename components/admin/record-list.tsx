'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { remove } from '@/app/manage/[tenant]/plant/actions'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import type { RecordField } from '@/components/admin/record-fields'
import { RecordForm } from '@/components/admin/record-form'
import { Button } from '@/components/ui/button'
import type { ModelRecord } from '@/lib/plant/model/load-model'
import type { RecordKind } from '@/lib/plant/model/records'

interface Props {
  tenantId: string
  kind: RecordKind
  records: (ModelRecord & { label: string })[]
  fields: RecordField[]
  empty: string
  addLabel: string
}

/** Records of one kind: each opens its form where it stands. */
export function RecordList({ tenantId, kind, records, fields, empty, addLabel }: Props) {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <div className="grid gap-2">
      <ul className="mt-2 divide-y divide-line border-y border-line">
        {records.map((record) => (
          <li key={record.id} className="grid gap-2 py-2">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span>{record.label}</span>
              <span className="flex flex-wrap gap-2">
                <Button size="small" variant="text" aria-expanded={open === record.id} onClick={() => setOpen(open === record.id ? null : record.id)} aria-label={`Change ${record.label}`}>
                  Change
                </Button>
                <ConfirmInPlace label="Delete" question={`Delete ${record.label}? It can be undone.`} confirm="Delete it" busyWord="Deleting" action={remove} fixed={{ tenantId, kind, id: record.id, version: String(record.version) }} />
              </span>
            </div>
            {open === record.id && <RecordForm key={record.version} tenantId={tenantId} kind={kind} record={record} fields={fields} verb="Save" onDone={() => setOpen(null)} />}
          </li>
        ))}
        {records.length === 0 && <li className="py-2 text-ink-2">{empty}</li>}
      </ul>
      {open === 'new' ? (
        <div className="max-w-[594px] border border-line-strong bg-raised p-4">
          <RecordForm tenantId={tenantId} kind={kind} record={null} fields={fields} verb={addLabel} onDone={() => setOpen(null)} />
        </div>
      ) : (
        <div>
          <Button size="small" icon={<Plus className="icon" aria-hidden />} onClick={() => setOpen('new')}>
            {addLabel}
          </Button>
        </div>
      )}
    </div>
  )
}
