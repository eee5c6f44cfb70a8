import { DataTable } from '@/components/ui/data-table'
import { formatNumber } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import type { FileForm } from '@/lib/history/mapping'

const shownRows = 6
const shownColumns = 12
const separators: Record<string, string> = { ';': 'semicolons', ',': 'commas', '\t': 'tabs', '|': 'bars' }

/** The first rows as they stand there. */
export function FilePreview({ form }: { form: FileForm }) {
  const columns = form.columns.slice(0, shownColumns)
  const rows = Array.from({ length: Math.min(shownRows, form.rows) }, (_, i) => ({ i, cells: columns.map(({ samples }) => samples[i] ?? '') }))
  const kind = form.format === 'parquet' ? 'Parquet' : `CSV with ${separators[form.delimiter] ?? form.delimiter}, ${form.encoding.toUpperCase()}`
  const more = form.columns.length > shownColumns ? `, the first ${shownColumns} columns` : ''
  return (
    <Panel title="The file" note={`${kind}, ${formatNumber(form.rows)} rows, ${form.columns.length} columns`} flush>
      <DataTable
        caption="First rows of the file"
        rows={rows}
        rowKey={({ i }) => String(i)}
        head="plain"
        density="dense"
        count={`The first ${rows.length} rows${more}`}
        columns={columns.map(({ name }, at) => ({ key: String(at), head: name, phone: at > 2 ? ('hidden' as const) : undefined, cell: ({ cells }: (typeof rows)[number]) => cells[at] || '—' }))}
      />
    </Panel>
  )
}
