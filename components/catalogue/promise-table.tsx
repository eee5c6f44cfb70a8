import { Check, Minus, X } from 'lucide-react'
import { Sparkline } from '@/components/charts/sparkline'
import { DataTable } from '@/components/ui/data-table'
import { DASH, formatNumber, formatPercent, withUnit } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { freshnessPromises, freshnessTarget } from '@/lib/catalogue/freshness'
import type { PromiseView } from '@/lib/catalogue/load-quality'

/** Whether data was as fresh as promised, looked at every minute. */
export function PromiseTable({ promises, days }: { promises: PromiseView[]; days: number }) {
  return (
    <Panel title="Freshness" note={`promised ${formatPercent(freshnessTarget, 0)} of the time, over ${days} days`} flush>
      <DataTable
        caption="Freshness against its promise"
        head="plain"
        rows={promises}
        rowKey={({ name }) => name}
        columns={[
          { key: 'what', head: 'Promise', cell: ({ name }) => (<>{freshnessPromises[name].title}<small className="catalogue-row">{freshnessPromises[name].words}</small></>) },
          { key: 'held', head: 'Held', cell: (promise) => <Held {...promise} /> },
          { key: 'course', head: 'Each day', phone: 'hidden', cell: ({ course, name }) => (course.some((day) => day !== null) ? <Sparkline values={course} target={freshnessTarget} base={0} label={`${freshnessPromises[name].title}: share of each day held`} /> : DASH) },
          { key: 'age', head: 'Now', align: 'right', phone: 'hidden', cell: ({ ageSeconds }) => ageWords(ageSeconds) },
          { key: 'worst', head: 'Oldest seen', align: 'right', phone: 'hidden', cell: ({ worstSeconds }) => ageWords(worstSeconds) },
        ]}
      />
    </Panel>
  )
}

function Held({ held, checks }: PromiseView) {
  if (held === null) return <span className="expectation text-ink-3"><Minus className="icon" aria-hidden />nothing to judge yet</span>
  const isKept = held >= freshnessTarget
  return (
    <span className="expectation">
      {isKept ? <Check className="icon" aria-hidden /> : <X className="icon" aria-hidden />}
      <span>
        <span className={isKept ? undefined : 'font-semibold'}>{formatPercent(held, 2)}{isKept ? '' : ', missed'}</span>
        <small className="catalogue-row">of {formatNumber(checks)} {checks === 1 ? 'look' : 'looks'}</small>
      </span>
    </span>
  )
}

const ageWords = (seconds: number | null): string =>
  seconds === null ? DASH : seconds < 120 ? withUnit(formatNumber(seconds), 's') : seconds < 7200 ? withUnit(formatNumber(seconds / 60), 'min') : withUnit(formatNumber(seconds / 3600, 1), 'h')
