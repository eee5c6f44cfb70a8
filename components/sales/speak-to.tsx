import Link from 'next/link'
import { nowWords, plantWords } from '@/components/sales/lead-words'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { Panel } from '@/components/ui/panel'
import type { LeadRow } from '@/lib/sales/load-leads'

/** Who has a plant now, the most engaged first. */
export const SpeakTo = ({ rows, now }: { rows: LeadRow[]; now: string }) => (
  <Panel title="Who to speak to" note="have a plant now, most engaged first" flush>
    <DataTable
      caption="Leads with a plant"
      head="plain"
      density="dense"
      rows={rows}
      rowKey={({ id }) => id}
      empty={<Empty>Nobody has a plant at the moment.</Empty>}
      columns={[
        { key: 'person', head: 'Person', cell: ({ id, email }) => <Link href={`/sales/leads?lead=${id}`} className="font-semibold hover:underline">{email}</Link> },
        { key: 'plant', head: 'Plant', phone: 'hidden', cell: ({ industry }) => plantWords[industry ?? ''] ?? '—' },
        { key: 'stage', head: 'Furthest', phone: 'hidden', cell: ({ stage }) => <span className="text-ink-2">{stage}</span> },
        { key: 'now', head: 'Now', cell: (row) => nowWords(row, now) },
        { key: 'next', head: 'Next', cell: ({ nextAction }) => nextAction ?? <span className="text-ink-2">—</span> },
      ]}
    />
  </Panel>
)
