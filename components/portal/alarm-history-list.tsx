import Link from 'next/link'
import { stateWords, valueWords } from '@/components/portal/alarm-words'
import { AlarmGlyph, alarmWords } from '@/components/ui/alarm-glyph'
import { Button } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatDateClock, formatDuration } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import { stoodMs } from '@/lib/alarm/alarm-statistics'
import type { HistoryQuery, HistoryRow, HistoryView } from '@/lib/alarm/load-alarm-history'

interface Props {
  view: HistoryView
  query: HistoryQuery
  here: (more?: Record<string, string>) => string
  chosenId?: string
}

const priorities = [['', 'All'], ['1', 'Critical'], ['2', 'High'], ['3', 'Medium'], ['4', 'Low']] as const

/** Alarm by alarm, newest first. */
export function AlarmHistoryList({ view, query, here, chosenId }: Props) {
  const { rows, found, page, pages, timeZone, to } = view
  const isFiltered = Boolean(query.q || query.place || view.priority)
  return (
    <Panel title="Alarms" note="raised in the period, or standing in it" flush>
      <div className="panel-body grid gap-3">
        <div>
          <Segmented label="Priority" current={view.priority === null ? '' : String(view.priority)} segments={priorities.map(([key, label]) => ({ key, label, href: here({ priority: key, page: '' }) }))} />
        </div>
        <form role="search" action="/alarms/history" className="flex flex-wrap items-end gap-3">
          <input type="hidden" name="range" value={view.range} />
          {view.priority !== null && <input type="hidden" name="priority" value={view.priority} />}
          <SelectField key={query.place} label="Place" name="place" options={[{ id: '', label: 'Whole plant' }, ...view.places.filter(({ path }) => path.includes('/')).map(({ path, label }) => ({ id: path, label }))]} defaultValue={query.place ?? ''} />
          <TextField label="Name, signal or note" name="q" type="search" defaultValue={query.q} />
          <Button type="submit">Show</Button>
        </form>
      </div>
      <DataTable
        caption="Alarms of the period"
        rows={rows}
        rowKey={({ id }) => id}
        selectedKey={chosenId}
        head="plain"
        density="dense"
        count={pages > 1 ? `${rows.length} of ${found} alarms, page ${page} of ${pages}` : `${found} ${found === 1 ? 'alarm' : 'alarms'}`}
        empty={<Empty action={isFiltered && <Link className="link" href={here({ priority: '', place: '', q: '', page: '' })}>Show all of the period</Link>}>{isFiltered ? 'No alarm of this period is like that.' : 'No alarm in this period.'}</Empty>}
        columns={[
          {
            key: 'name',
            head: 'Alarm',
            cell: (row) => (
              <Link href={here({ alarm: row.id })} scroll={false} className="inline-flex min-h-9 items-center gap-2">
                <AlarmGlyph priority={row.priority} state={row.state === 'closed' ? 'acknowledged' : row.state} decorative />
                <span>
                  <span className="sr-only">{alarmWords[row.priority]}, </span>
                  {row.name}
                  <small className="only-phone text-ink-3">{formatDateClock(row.raisedAt, timeZone)}, {row.place}</small>
                </span>
              </Link>
            ),
          },
          { key: 'raised', head: 'Raised', phone: 'hidden', cell: ({ raisedAt }) => formatDateClock(raisedAt, timeZone) },
          { key: 'stood', head: 'Stood', align: 'right', cell: (row) => (row.returnedAt ? formatDuration(lengthSeconds(row, to)) : 'stands') },
          { key: 'place', head: 'Place', phone: 'hidden', cell: ({ place }) => place },
          { key: 'value', head: 'Value', phone: 'hidden', cell: (row) => valueWords(row) },
          { key: 'state', head: 'State', phone: 'hidden', cell: (row) => `${row.state === 'closed' ? 'Closed' : stateWords[row.state]}${row.acknowledgedBy ? `, ${row.acknowledgedBy}` : ''}` },
        ]}
      />
      {pages > 1 && (
        <nav className="panel-body flex gap-3" aria-label="Pages of alarms">
          {page > 1 && <Link className="link" href={here({ page: String(page - 1) })}>Newer</Link>}
          {page < pages && <Link className="link" href={here({ page: String(page + 1) })}>Older</Link>}
        </nav>
      )}
    </Panel>
  )
}

const lengthSeconds = ({ raisedAt, returnedAt }: HistoryRow, now: Date) => stoodMs({ raisedAt: raisedAt.getTime(), returnedAt: returnedAt?.getTime() ?? null }, now.getTime()) / 1000
