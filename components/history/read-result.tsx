import { reasonWords } from '@/components/history/history-words'
import { DataTable } from '@/components/ui/data-table'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { ReadResult } from '@/lib/history/protocol'

type Props = { id: string; result: ReadResult; timeZone: string; refusedListed: number }

/** What was refused, why, and what can be taken of each signal. */
export function ReadResultPanels({ id, result, timeZone, refusedListed }: Props) {
  const link = (which: string) => `/data/history/${id}/file?which=${which}`
  return (
    <>
      {result.refused > 0 && (
        <Panel title="Refused" flush note={<a href={link('refused')}>Refused rows as CSV{result.refused > refusedListed ? ` (the first ${formatNumber(refusedListed)})` : ''}</a>}>
          <DataTable
            caption="Why rows were refused"
            rows={result.reasons}
            rowKey={({ code }) => code}
            head="plain"
            density="dense"
            columns={[
              { key: 'reason', head: 'Reason', cell: ({ code }) => reasonWords[code] ?? code },
              { key: 'count', head: 'Readings', align: 'right', cell: ({ count }) => formatNumber(count) },
              { key: 'row', head: 'First row', align: 'right', phone: 'hidden', cell: ({ firstRow }) => formatNumber(firstRow) },
              { key: 'message', head: 'There', phone: 'hidden', cell: ({ message }) => message },
            ]}
          />
        </Panel>
      )}
      {result.signals.length > 0 && (
        <Panel title="Taken" flush note={<a href={link('readings')}>Readings as Parquet</a>}>
          <DataTable
            caption="Readings of each signal"
            rows={result.signals}
            rowKey={({ signal }) => signal}
            head="plain"
            density="dense"
            count={`${result.signals.length} ${result.signals.length === 1 ? 'signal' : 'signals'}`}
            columns={[
              { key: 'signal', head: 'Signal', cell: ({ signal }) => signal },
              { key: 'count', head: 'Readings', align: 'right', cell: ({ count }) => formatNumber(count) },
              { key: 'first', head: 'First', phone: 'hidden', cell: ({ first }) => formatDateClock(new Date(first), timeZone) },
              { key: 'last', head: 'Last', phone: 'hidden', cell: ({ last }) => formatDateClock(new Date(last), timeZone) },
              { key: 'min', head: 'Least', align: 'right', phone: 'hidden', cell: ({ min }) => Number(min.toPrecision(6)) },
              { key: 'max', head: 'Most', align: 'right', phone: 'hidden', cell: ({ max }) => Number(max.toPrecision(6)) },
            ]}
          />
        </Panel>
      )}
    </>
  )
}
