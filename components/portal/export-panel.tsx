import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { TextField } from '@/components/ui/text-field'
import type { ChosenDays } from '@/lib/plant/export-period'
import type { TableExtent } from '@/lib/plant/export-rows'
import { type ExportTable, exportTables } from '@/lib/plant/export-tables'

interface Props {
  days: ChosenDays
  /** Why these days cannot be had. */
  refusal: string | null
  extents: TableExtent[]
  timeZone: string
}

/** Choose days once, then take any table as CSV or Parquet. Works without a script. */
export function ExportPanel({ days, refusal, extents, timeZone }: Props) {
  return (
    <Panel title="Tables" note={`days as on the clock of the site, ${timeZone}`} flush>
      <form action="/data" className="panel-body flex flex-wrap items-end gap-3">
        <TextField label="First day" name="from" type="date" defaultValue={days.from} size="small" required />
        <TextField label="Last day" name="to" type="date" defaultValue={days.to} size="small" required />
        <Button type="submit" size="small">
          Show
        </Button>
        {refusal && <FieldError>{refusal}</FieldError>}
      </form>
      {!refusal && (
        <ul className="rows">
          {exportTables.map((table) => (
            <TableRow key={table.id} table={table} extent={extents.find(({ id }) => id === table.id)} days={days} timeZone={timeZone} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function TableRow({ table, extent, days, timeZone }: { table: ExportTable; extent?: TableExtent; days: ChosenDays; timeZone: string }) {
  const href = (format: string) => `/api/export/${table.id}?${new URLSearchParams({ ...days, format })}`
  const hasRows = (extent?.rows ?? 0) > 0
  return (
    <li className="row flex-wrap">
      <div className="min-w-0 flex-1 basis-80">
        <p>
          <b>{table.title}</b> <span className="text-ink-2">· {table.row}</span>
        </p>
        <p className="mt-1 text-small text-ink-3">
          {hasRows ? `${formatNumber(extent!.rows)} rows, ${formatDateClock(extent!.first!, timeZone)} to ${formatDateClock(extent!.last!, timeZone)}` : 'no rows in these days'}
        </p>
        <Columns table={table} />
      </div>
      {hasRows && (
        <span className="flex gap-2">
          {['csv', 'parquet'].map((format) => (
            <a key={format} className="button" data-look="default" data-size="small" href={href(format)} download aria-label={`${table.title} as ${format}`}>
              {format === 'csv' ? 'CSV' : 'Parquet'}
            </a>
          ))}
        </span>
      )}
    </li>
  )
}

const typeWords = { text: 'text', double: 'number', integer: 'whole number', timestamp: 'moment' } as const

const Columns = ({ table }: { table: ExportTable }) => (
  <details className="mt-1 text-small">
    <summary className="cursor-pointer text-ink-2">Columns</summary>
    <table className="table mt-2" data-head="plain" data-density="dense">
      <caption className="sr-only">Columns of {table.title}</caption>
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">Type</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {table.columns.map(({ name, type, meaning }) => (
          <tr key={name}>
            <th scope="row" className="text-mono">{name}</th>
            <td>{typeWords[type]}</td>
            <td className="whitespace-normal">{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
)
