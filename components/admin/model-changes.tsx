import { undo } from '@/app/manage/[tenant]/plant/actions'
import { ActionButton } from '@/components/admin/action-button'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { formatAge } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { ChangeRow } from '@/lib/plant/model/change-model'

/** What was done to the model, and the way back. */
export function ModelChanges({ tenantId, changes, timeZone, now }: { tenantId: string; changes: ChangeRow[]; timeZone: string; now: string }) {
  if (changes.length === 0) return null
  const columns: ColumnView<ChangeRow>[] = [
    { key: 'what', head: 'Change', cell: (row) => <b>{row.summary}</b> },
    { key: 'by', head: 'Who', phone: 'hidden', cell: (row) => row.by },
    { key: 'at', head: 'When', phone: 'hidden', cell: (row) => formatAge(row.at, now, timeZone) },
    { key: 'rows', head: 'Rows', align: 'right', phone: 'hidden', cell: (row) => row.rows },
    { key: 'undo', head: <span className="sr-only">Undo</span>, align: 'right', cell: (row) => (row.undoneBy ? `undone by ${row.undoneBy}` : <ActionButton label="Undo" busyWord="Undoing" action={undo} input={{ tenantId, id: row.id }} />) },
  ]
  return (
    <Panel title="Last changes" note={`${changes.length}`} flush>
      <DataTable caption="Last changes of the plant model" columns={columns} rows={changes} rowKey={(row) => row.id} density="dense" head="plain" />
    </Panel>
  )
}
