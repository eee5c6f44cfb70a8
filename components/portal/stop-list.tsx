import Link from 'next/link'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { StateGlyph } from '@/components/ui/state-glyph'
import { Tag } from '@/components/ui/tag'
import type { DowntimeView, StopRow } from '@/lib/plant/views/downtime-view'

interface Props {
  view: DowntimeView
  query: Record<string, string | undefined>
  here: (more?: Record<string, string>) => string
  chosenId?: string
}

const pageSize = 50
const kinds = [['all', 'All'], ['breakdown', 'Breakdown'], ['minor', 'Minor'], ['changeover', 'Changeover'], ['waiting', 'Blocked, starved'], ['planned', 'Planned']] as const
const isOfKind = (wish: string, { kind }: StopRow) => wish === 'all' || kind === wish || (wish === 'waiting' && (kind === 'blocked' || kind === 'starved'))

/** Stop by stop, newest first; a row opens to be coded. */
export function StopList({ view, query, here, chosenId }: Props) {
  const wish = kinds.some(([key]) => key === query.kind) ? query.kind! : 'all'
  const words = (query.q ?? '').trim().toLowerCase()
  const found = view.stops.filter((stop) => isOfKind(wish, stop) && [stop.reason, stop.note, stop.equipment?.name, stop.line.name].some((text) => text?.toLowerCase().includes(words)))
  const pages = Math.max(1, Math.ceil(found.length / pageSize))
  const page = Math.min(pages, Math.max(1, Number(query.page) || 1))
  const rows = found.slice((page - 1) * pageSize, page * pageSize)
  const { timeZone } = view.model.tenant
  return (
    <Panel title="Stops" note="open a stop to say why" flush>
      <div className="panel-body flex flex-wrap items-center justify-between gap-3">
        <Segmented label="Kind of stop" current={wish} segments={kinds.map(([key, label]) => ({ key, label, href: here({ kind: key, page: '1' }) }))} />
        <form role="search" className="flex gap-2">
          {Object.entries(query).map(([name, value]) => value && name !== 'q' && name !== 'page' && <input key={name} type="hidden" name={name} value={value} />)}
          <input className="input" data-size="small" type="search" name="q" defaultValue={query.q} placeholder="Reason, machine or note" aria-label="Search stops" />
        </form>
      </div>
      <DataTable
        caption="Stops"
        rows={rows}
        rowKey={({ id }) => id}
        selectedKey={chosenId}
        count={pages > 1 ? `${rows.length} of ${found.length} stops, page ${page} of ${pages}` : `${found.length} stops`}
        empty={<Empty>{words ? `No stop has “${query.q}” in its reason, machine or note.` : 'No stop of this kind in this period.'}</Empty>}
        columns={[
          {
            key: 'reason',
            head: 'Reason',
            cell: (stop) => (
              <Link href={here({ stop: stop.id })} scroll={false} className="inline-flex min-h-9 items-center gap-2">
                <StateGlyph state={stop.kind === 'planned' ? 'planned' : stop.kind === 'breakdown' ? 'down' : 'idle'} />
                <span>
                  {stop.reason}
                  <small className="only-phone text-ink-3">{formatDateClock(stop.startsAt, timeZone)}, {stop.line.name}</small>
                </span>
                {!stop.endsAt && <Tag>open</Tag>}
                {stop.coded && <Tag>coded</Tag>}
              </Link>
            ),
          },
          { key: 'from', head: 'From', phone: 'hidden', cell: ({ startsAt }) => formatDateClock(startsAt, timeZone) },
          { key: 'line', head: 'Line', phone: 'hidden', cell: ({ line }) => line.name },
          { key: 'equipment', head: 'Equipment', phone: 'hidden', cell: ({ equipment }) => equipment?.name ?? '' },
          { key: 'note', head: 'Note', phone: 'hidden', cell: ({ note }) => note ?? '' },
          { key: 'minutes', head: 'min', align: 'right', cell: ({ minutes }) => formatNumber(minutes, 1) },
        ]}
      />
      {pages > 1 && (
        <nav className="panel-body flex gap-3" aria-label="Pages of stops">
          {page > 1 && <Link className="link" href={here({ page: String(page - 1) })}>Newer</Link>}
          {page < pages && <Link className="link" href={here({ page: String(page + 1) })}>Older</Link>}
        </nav>
      )}
    </Panel>
  )
}
