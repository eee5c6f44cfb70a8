'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { createKey, revokeKey, rotateKey, rotateSource, stopSource } from '@/app/manage/[tenant]/keys/actions'
import { ConfirmInPlace } from '@/components/admin/confirm-in-place'
import { ShownOnce } from '@/components/admin/shown-once'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatAge, formatDate, formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import { keyOverlaps, overlapWords } from '@/lib/auth/key-overlap'
import type { KeyRow } from '@/lib/api-keys/api-keys'
import type { ActionResult } from '@/lib/http/action'
import { askAction } from '@/lib/http/ask-action'
import type { PlaceOption } from '@/lib/plant/model/list-places'
import type { SourceView } from '@/lib/telemetry/ingest-source'

interface Props {
  tenantId: string
  keys: KeyRow[]
  sources: SourceView[]
  places: PlaceOption[]
  timeZone: string
  now: string
}

/** Keys with what they may and when they were last used. A new key is shown here once, above the list. */
export function ApiKeys({ tenantId, keys, sources, places, timeZone, now }: Props) {
  const [fresh, setFresh] = useState<string | null>(null)
  /** Keeps the key that an action answers, to be shown once. */
  const shown = <I,>(act: (input: I) => Promise<ActionResult<string>>) => async (input: I) => {
    const result = await askAction(act, input)
    if (result.ok) setFresh(result.value)
    return result
  }
  const columns: ColumnView<KeyRow>[] = [
    { key: 'name', head: 'Key', cell: (row) => <span><b>{row.name}</b><br /><code className="text-mono text-ink-2">{row.shown}</code></span> },
    { key: 'may', head: 'May', phone: 'hidden', cell: (row) => `${row.scopes.includes('data.download') ? 'read and download' : 'read'}, ${row.place}` },
    { key: 'used', head: 'Last used', phone: 'hidden', cell: (row) => (row.lastUsedAt ? formatAge(row.lastUsedAt, now, timeZone) : 'never') },
    { key: 'until', head: 'Expires', phone: 'hidden', cell: (row) => (row.expiresAt ? (row.expiresAt > now ? formatDate(row.expiresAt, timeZone) : 'expired') : 'never') },
    { key: 'by', head: 'Made', phone: 'hidden', cell: (row) => `${formatDate(row.createdAt, timeZone, { year: false })} by ${row.createdBy}` },
    {
      key: 'steps',
      head: <span className="sr-only">Steps</span>,
      align: 'right',
      cell: (row) => (
        <div className="flex flex-wrap justify-end gap-2 whitespace-normal text-left">
          {row.oldUntil && <span className="text-small text-ink-2">the one before works until {formatDateClock(row.oldUntil, timeZone)}</span>}
          <RotateKey name={row.name} action={shown(rotateKey)} fixed={{ tenantId, id: row.id }} />
          <ConfirmInPlace label="Revoke" question={`Refuse ${row.name} from the next request on?`} confirm="Revoke it" busyWord="Revoking" action={revokeKey} fixed={{ tenantId, id: row.id }} />
        </div>
      ),
    },
  ]
  return (
    <>
      {fresh && <ShownOnce secret={fresh} onDone={() => setFresh(null)} />}
      <div className="max-w-[460px]">
        <ConfirmInPlace label="New key" size="default" icon={<Plus className="icon" aria-hidden />} question="Make a key? It is shown once." confirm="Make it" busyWord="Making" action={shown(createKey)} fixed={{ tenantId }}>
          <TextField label="What it is for" name="name" required maxLength={80} autoComplete="off" />
          <SelectField label="May" name="scope" defaultValue="plant.view" options={[{ id: 'plant.view', label: 'Read figures, trends and alarms' }, { id: 'data.download', label: 'Read, and download tables' }]} />
          <SelectField label="Place" name="nodeId" defaultValue="" options={[{ id: '', label: 'The whole plant' }, ...places]} />
          <TextField label="Expires after days" name="days" type="number" min={0} max={3650} defaultValue={365} required hint="0: never." />
        </ConfirmInPlace>
      </div>
      <Panel label="API keys" flush>
        <DataTable caption="API keys" columns={columns} rows={keys} rowKey={(row) => row.id} count={`${keys.length} ${keys.length === 1 ? 'key' : 'keys'}`} empty={<Empty>No key yet. A program that reads figures needs one.</Empty>} />
      </Panel>
      <Panel title="Sources of readings" note={`${sources.length}`} flush>
        <DataTable
          caption="Sources of readings"
          head="plain"
          rows={sources}
          rowKey={(row) => row.id}
          empty={<Empty>No source yet. One is made in the Data room.</Empty>}
          columns={[
            { key: 'name', head: 'Source', cell: (row) => <span><b>{row.name}</b><br /><code className="text-mono text-ink-2">{row.id}</code></span> },
            { key: 'made', head: 'Made', phone: 'hidden', cell: (row) => formatDate(row.createdAt, timeZone) },
            {
              key: 'steps', head: <span className="sr-only">Steps</span>, align: 'right',
              cell: (row) => (
                <div className="flex flex-wrap justify-end gap-2 whitespace-normal text-left">
                  {row.previousKeyUntil && <span className="text-small text-ink-2">the key before works until {formatDateClock(row.previousKeyUntil, timeZone)}</span>}
                  <RotateKey name={row.name} action={shown(rotateSource)} fixed={{ tenantId, id: row.id }} />
                  <ConfirmInPlace label="Stop" question={`Refuse what ${row.name} sends from now on?`} confirm="Stop it" busyWord="Stopping" action={stopSource} fixed={{ tenantId, id: row.id }} />
                </div>
              ),
            },
          ]}
        />
      </Panel>
    </>
  )
}

/** The new key is made now; how long the present one goes on is chosen. */
function RotateKey({ name, action, fixed }: { name: string; action: (input: never) => Promise<ActionResult<string>>; fixed: Record<string, string> }) {
  return (
    <ConfirmInPlace label="Rotate" question={`Make a new key for ${name}?`} confirm="Rotate it" busyWord="Rotating" action={action} fixed={fixed}>
      <SelectField label="The present key" name="overlap" defaultValue="24" options={keyOverlaps.map((id) => ({ id, label: overlapWords[id] }))} hint="Refuse it at once when somebody else may have it." />
    </ConfirmInPlace>
  )
}
