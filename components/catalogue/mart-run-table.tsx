import { DataTable } from '@/components/ui/data-table'
import { DASH } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { MartRunView } from '@/lib/transformations/mart-runs'

const stateWords = { waiting: 'being built', done: 'built', failed: 'not built' } as const

export function MartRunTable({ runs, timeZone }: { runs: MartRunView[]; timeZone: string }) {
  return (
    <Panel title="Runs" note={`the last ${runs.length}`} flush>
      <DataTable
        caption="Runs"
        head="plain"
        rows={runs}
        rowKey={({ id }) => id}
        columns={[
          { key: 'at', head: 'Asked', cell: ({ askedAt }) => formatDateClock(askedAt, timeZone) },
          { key: 'by', head: 'By', phone: 'hidden', cell: ({ askedBy }) => askedBy },
          { key: 'state', head: 'State', cell: ({ state, reason }) => (<>{stateWords[state as keyof typeof stateWords]}{reason && <small className="catalogue-row">{reason.slice(0, 300)}</small>}</>) },
          { key: 'broken', head: 'Rules broken', align: 'right', cell: ({ state, results }) => (state === 'done' ? results.filter(({ kind, status }) => kind === 'test' && status !== 'ok').length : DASH) },
          { key: 'took', head: 'Took', align: 'right', phone: 'hidden', cell: ({ state, tookMs }) => (state === 'waiting' ? DASH : `${Math.round(tookMs / 1000)} s`) },
        ]}
      />
    </Panel>
  )
}
