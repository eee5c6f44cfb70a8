import Link from 'next/link'
import { plantWords } from '@/components/sales/lead-words'
import { dropOffWords, shareWords, unitWords } from '@/components/sales/funnel-words'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber } from '@/components/ui/format'
import { formatDate } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import type { FunnelDimension } from '@/lib/funnel/read-journeys'
import { funnelHref } from '@/lib/funnel/funnel-wish'
import { stepOf } from '@/lib/funnel/steps'
import type { FunnelView } from '@/lib/sales/funnel-view'

export const dimensionWords: Record<FunnelDimension, string> = { source: 'Source', campaign: 'Campaign', industry: 'Plant', size: 'Company size' }
const mostSegments = 12
const valueWords = (by: FunnelDimension, value: string) => (by === 'industry' ? (plantWords[value.replaceAll('-', '_')] ?? value) : value)

/** A few columns that tell the story: the first step, the last, and up to two between. */
function toldSteps(steps: FunnelView['wish']['steps']): number[] {
  const last = steps.length - 1
  return [...new Set([0, Math.round(last / 3), Math.round((2 * last) / 3), last])]
}

export function SegmentPanel({ view }: { view: FunnelView }) {
  const { current, wish } = view
  const columns = toldSteps(wish.steps)
  const rows = current.segments.slice(0, mostSegments)
  return (
    <Panel title="Where they came from" note={unitWords[wish.unit].many} flush>
      <div className="px-5 pb-3 max-md:px-3.5">
        <Segmented label="Split by" current={wish.by} segments={(Object.keys(dimensionWords) as FunnelDimension[]).map((by) => ({ key: by, label: dimensionWords[by], href: funnelHref(wish, { by }) }))} />
      </div>
      <DataTable
        caption={`Funnel by ${dimensionWords[wish.by].toLowerCase()}`}
        head="plain"
        density="dense"
        rows={rows}
        rowKey={({ value }) => value ?? ''}
        empty={<Empty>Nobody entered in this time.</Empty>}
        count={current.segments.length > rows.length ? `${rows.length} largest of ${current.segments.length}` : undefined}
        columns={[
          { key: 'value', head: dimensionWords[wish.by], cell: ({ value }) => (value ? <Link href={funnelHref(wish, { only: { dimension: wish.by, value } })} className="hover:underline">{valueWords(wish.by, value)}</Link> : <span className="text-ink-2">not known</span>) },
          ...columns.map((i) => ({ key: wish.steps[i]!, head: stepOf(wish.steps[i]!).label, align: 'right' as const, cell: ({ reached }: (typeof rows)[number]) => (i === wish.steps.length - 1 ? <b>{formatNumber(reached[i]!)}</b> : formatNumber(reached[i]!)) })),
        ]}
      />
    </Panel>
  )
}

/** Those who entered in one week and how far they came: the newest weeks have had less time. */
export function CohortPanel({ view: { current, wish } }: { view: FunnelView }) {
  const columns = toldSteps(wish.steps)
  return (
    <Panel title="By week of entry" note={`weeks begin on Monday, ${wish.timeZone}`} flush>
      <DataTable
        caption="Funnel by week of entry"
        head="plain"
        density="dense"
        rows={current.weeks.toReversed()}
        rowKey={({ startsMs }) => String(startsMs)}
        columns={[
          { key: 'week', head: 'Week of', cell: ({ startsMs }) => <span className="whitespace-nowrap">{formatDate(startsMs, wish.timeZone, { year: false })}</span> },
          ...columns.map((i) => ({
            key: wish.steps[i]!, head: stepOf(wish.steps[i]!).label, align: 'right' as const, phone: i > 0 && i < wish.steps.length - 1 ? ('hidden' as const) : undefined,
            cell: ({ reached }: { reached: number[] }) => (i === 0 ? <b>{formatNumber(reached[0]!)}</b> : <>{formatNumber(reached[i]!)}{reached[0]! > 0 && <span className="text-ink-3"> {shareWords(reached[i]! / reached[0]!)}</span>}</>),
          })),
        ]}
      />
    </Panel>
  )
}

/** Each way to leave, by name; from the form on with those who did. */
export function DropOffPanel({ view: { current, wish } }: { view: FunnelView }) {
  const rows = current.steps.flatMap((step, i) => (step.dropOff ? [{ step: step.step, dropOff: step.dropOff, before: wish.steps[i - 1]! }] : []))
  return (
    <Panel title="Where they stayed" note={unitWords[wish.unit].many} flush>
      <DataTable
        caption="Drop-offs"
        head="plain"
        density="dense"
        rows={rows}
        rowKey={({ step }) => step}
        columns={[
          { key: 'name', head: 'Drop-off', cell: ({ step, before }) => (stepOf(before).code >= stepOf('form').code ? <Link className="hover:underline" href={`/sales/leads?stage=${before}`}>{stepOf(step).dropOff}</Link> : stepOf(step).dropOff) },
          { key: 'how', head: 'How many', cell: ({ dropOff }) => <span className="text-ink-2">{dropOffWords(dropOff)}</span> },
        ]}
      />
    </Panel>
  )
}
