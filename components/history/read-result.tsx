import { reasonWords } from '@/components/history/history-words'
import { DataTable } from '@/components/ui/data-table'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import type { ReadResult, SignalCount } from '@/lib/history/protocol'

type Props = { id: string; result: ReadResult; timeZone: string; refusedListed: number; /** Of a table of events, whose rows are about places. */ isEvents: boolean }

/** What was refused, why, and what can be taken of each signal. */
export function ReadResultPanels({ id, result, timeZone, refusedListed, isEvents }: Props) {
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
              { key: 'count', head: isEvents ? 'Rows' : 'Readings', align: 'right', cell: ({ count }) => formatNumber(count) },
              { key: 'row', head: 'First row', align: 'right', phone: 'hidden', cell: ({ firstRow }) => formatNumber(firstRow) },
              { key: 'message', head: 'There', phone: 'hidden', cell: ({ message }) => message },
            ]}
          />
        </Panel>
      )}
      {result.signals.length > 0 && (
        <Panel title="Taken" flush note={<a href={link('readings')}>{isEvents ? 'Events as JSON' : 'Readings as Parquet'}</a>}>
          <DataTable
            caption="Readings of each signal"
            rows={result.signals}
            rowKey={({ signal }) => signal}
            head="plain"
            density="dense"
            count={`${result.signals.length} ${isEvents ? 'place' : 'signal'}${result.signals.length === 1 ? '' : 's'}`}
            columns={[
              { key: 'signal', head: isEvents ? 'Place' : 'Signal', cell: ({ signal }) => signal },
              { key: 'count', head: isEvents ? 'Events' : 'Readings', align: 'right', cell: ({ count }) => formatNumber(count) },
              { key: 'first', head: 'First', phone: 'hidden', cell: ({ first }) => formatDateClock(new Date(first), timeZone) },
              { key: 'last', head: 'Last', phone: 'hidden', cell: ({ last }) => formatDateClock(new Date(last), timeZone) },
              ...(isEvents ? [] : [
              { key: 'min', head: 'Least', align: 'right', phone: 'hidden', cell: ({ min }: SignalCount) => Number(min.toPrecision(6)) },
              { key: 'max', head: 'Most', align: 'right', phone: 'hidden', cell: ({ max }: SignalCount) => Number(max.toPrecision(6)) },
              ] as const),
            ]}
          />
        </Panel>
      )}
    </>
  )
}
