import Link from 'next/link'
import { type ColumnView, DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { Panel } from '@/components/ui/panel'
import type { ServiceEntry } from '@/lib/plant/views/services-view'

/** What this person may open, its state, one click in. */
export function ServicesPanel({ services, compact = false }: { services: ServiceEntry[]; compact?: boolean }) {
  const up = services.filter(({ state }) => state === 'up').length
  return (
    <Panel title="Services" note={up === services.length ? `${up} up` : `${up} of ${services.length} up`} flush>
      <DataTable
        caption="Services with their state"
        rows={services}
        rowKey={({ part }) => part}
        head="plain"
        empty={<Empty>No service is given to this account.</Empty>}
        density={compact ? 'dense' : 'standard'}
        columns={compact ? columns.filter(({ key }) => key !== 'note') : columns}
      />
    </Panel>
  )
}

const words: Record<ServiceEntry['state'], string> = {
  up: 'Up',
  waiting: 'Waits',
  running: 'Coming up',
  retrying: 'Tried again',
  'given-up': 'Not there yet',
  removing: 'Being removed',
  removed: 'Removed',
}

function stateOf({ state, because }: ServiceEntry) {
  if (state === 'up') return words.up
  return (
    <span>
      <b>{words[state]}</b>
      {because && <small className="block text-ink-3">{because}</small>}
    </span>
  )
}

const columns: ColumnView<ServiceEntry>[] = [
  { key: 'name', head: 'Service', cell: ({ name, href }) => (href ? <Link href={href}>{name}</Link> : name) },
  { key: 'system', head: 'System', phone: 'hidden', cell: ({ system: holder }) => holder },
  { key: 'note', head: 'What is there', phone: 'hidden', cell: ({ note }) => <span className="whitespace-normal">{note || '— nothing yet'}</span> },
  { key: 'state', head: 'State', cell: stateOf },
]
