import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber, formatQuantity } from '@/components/ui/format'
import { formatDate, formatDateClock, formatDuration } from '@/components/ui/format-time'
import type { RuleSignal } from '@/lib/alarm/load-rules'
import type { ReadingsPart } from '@/lib/alarm/load-rule-readings'
import type { TriedRule } from '@/lib/alarm/try-rule'

interface Props {
  tried: TriedRule
  signal: RuleSignal | undefined
  timeZone: string
  /** The form says something else by now. */
  isOld: boolean
}

const nameOf = { 0: 'readings', 60: 'one-minute roll-ups', 900: 'quarter-hour roll-ups' }

/** How often the rule would have been raised, when, and from what that was made. */
export function DryRunPanel({ tried, signal, timeZone, isOld }: Props) {
  const { count, firings, to } = tried
  return (
    <div className="grid gap-3">
      <div role="status" className="panel-body pt-4 grid gap-2">
        <p className="text-panel">
          {tried.parts.length === 0 ? 'There are no readings of the last 30 days to try it on.' : count === 0 ? 'It would not have been raised in the last 30 days.' : `It would have been raised ${count === 1 ? 'once' : `${formatNumber(count)} times`} in the last 30 days.`}
        </p>
        {isOld && <p>The form says something else by now: run it again.</p>}
        <ul className="grid gap-1 text-small text-ink-2">{caveats(tried, timeZone).map((words) => <li key={words}>{words}</li>)}</ul>
      </div>
      {count > 0 && (
        <DataTable
          caption="When it would have been raised"
          rows={firings}
          rowKey={({ at }) => String(at)}
          head="plain"
          density="dense"
          count={firings.length < count ? `the newest ${firings.length} of ${formatNumber(count)}` : `${count} ${count === 1 ? 'alarm' : 'alarms'}`}
          empty={<Empty>None.</Empty>}
          columns={[
            { key: 'at', head: 'Raised', cell: ({ at }) => formatDateClock(at, timeZone) },
            { key: 'lasted', head: 'Stood', align: 'right', cell: ({ at, returnedAt }) => (returnedAt === null ? `${formatDuration((to - at) / 1000)}, stands` : formatDuration((returnedAt - at) / 1000)) },
            { key: 'value', head: 'Value', align: 'right', phone: 'hidden', cell: ({ value }) => (value === null || !signal ? '' : formatQuantity(value, signal.unit, signal.decimals)) },
          ]}
        />
      )}
    </div>
  )
}

function caveats({ parts, isCut, coarsestSeconds, unjudgedSeconds, judgedTo }: TriedRule, timeZone: string): string[] {
  const words = parts.map((part) => partWords(part, timeZone))
  if (isCut) words.push('There were too many readings to take them all: the older ones are taken as roll-ups.')
  if (coarsestSeconds > 0) words.push(`A roll-up stands for all readings of its time, a limit is held against the one that went farthest: several alarms within ${formatDuration(coarsestSeconds)} count as one.`)
  if (unjudgedSeconds !== null) words.push(`The ${formatDuration(unjudgedSeconds)} of the rule are shorter than a roll-up and cannot be judged there: only the part made of readings holds them.`)
  if (judgedTo !== null) words.push(`Time ran out: judged up to ${formatDateClock(judgedTo, timeZone)} only.`)
  return words
}

const partWords = ({ resolutionSeconds, points, from, to }: ReadingsPart, timeZone: string) =>
  `Judged on ${formatNumber(points)} ${nameOf[resolutionSeconds]}, ${formatDate(from, timeZone, { year: false })} to ${formatDate(to, timeZone, { year: false })}.`
