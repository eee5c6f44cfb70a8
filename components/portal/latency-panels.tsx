import Link from 'next/link'
import { lagWords } from '@/components/portal/alarm-words'
import { AlarmGlyph, alarmWords } from '@/components/ui/alarm-glyph'
import { DataTable } from '@/components/ui/data-table'
import { Empty } from '@/components/ui/empty'
import { formatNumber, formatPercent } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { KpiStrip } from '@/components/ui/kpi-strip'
import { Panel } from '@/components/ui/panel'
import { type LatencyStage, type LatencyView, promisedMs, watchedMs } from '@/lib/alarm/load-alarm-latency'

const stageWords: Record<LatencyStage, [string, string]> = {
  sensor: ['Sensor to gateway', 'from raised, by the sensor’s clock, to received'],
  decision: ['Decision', 'from received to decided by the rules'],
  delivery: ['Delivery', 'from decided to the first screen'],
  promised: ['Received to delivered', `promised within ${promisedMs} ms`],
}

/** How fast alarms came, stage by stage, against what is promised. */
export function LatencyPanels({ view, words, timeZone }: { view: LatencyView; words: string; timeZone: string }) {
  const { count, measured, kept, stages, slowest } = view
  const promised = stages.find(({ stage }) => stage === 'promised')
  const because = measured > 0 ? undefined : count > 0 ? 'no screen was open' : 'no alarm'
  const ms = (value: number | undefined) => (value === undefined ? [] : [{ value: formatNumber(value), unit: 'ms' }])
  return (
    <>
      <KpiStrip
        label={`Latency, ${words}`}
        kpis={[
          { label: `Within ${promisedMs} ms`, parts: measured > 0 ? [{ value: formatPercent(kept / measured), unit: '' }] : [], undefinedBecause: because, note: `${formatNumber(kept)} of ${formatNumber(measured)}, from received to delivered`, large: true },
          { label: 'Half came within', parts: ms(promised?.p50), undefinedBecause: because },
          { label: '99 of 100 came within', parts: ms(promised?.p99), undefinedBecause: because },
          { label: 'Alarms', parts: [{ value: formatNumber(count), unit: '' }], note: count > measured ? `${formatNumber(count - measured)} not measured` : 'all measured' },
        ]}
      />
      <Panel title="Stage by stage" note={words} flush foot={`Percentiles are values that occurred. Not measured to the screen: alarms for which none was open, and those that came more than ${watchedMs / 1000} s after the decision. An open screen is asked that often, so they were shelved, or the database was away.`}>
        <DataTable
          caption="Latency by stage"
          rows={stages}
          rowKey={({ stage }) => stage}
          head="plain"
          empty={<Empty>No alarm was decided in the {words}: nothing is measured.</Empty>}
          columns={[
            {
              key: 'stage',
              head: 'Stage',
              cell: ({ stage }) => (
                <span>
                  {stage === 'promised' ? <b>{stageWords[stage][0]}</b> : stageWords[stage][0]}
                  <small className="block text-ink-3">{stageWords[stage][1]}</small>
                </span>
              ),
            },
            { key: 'count', head: 'Alarms', align: 'right', phone: 'hidden', cell: (stage) => formatNumber(stage.count) },
            { key: 'p50', head: 'p50', align: 'right', phone: 'hidden', cell: ({ p50 }) => lagWords(p50) },
            { key: 'p95', head: 'p95', align: 'right', phone: 'hidden', cell: ({ p95 }) => lagWords(p95) },
            { key: 'p99', head: 'p99', align: 'right', cell: ({ p99 }) => lagWords(p99) },
            { key: 'max', head: 'Longest', align: 'right', phone: 'hidden', cell: ({ max }) => lagWords(max) },
          ]}
        />
      </Panel>
      {slowest.length > 0 && (
        <Panel title="Slowest" note="from received to delivered" flush>
          <DataTable
            caption="Slowest alarms"
            rows={slowest}
            rowKey={({ id }) => id}
            head="plain"
            density="dense"
            columns={[
              {
                key: 'name',
                head: 'Alarm',
                cell: ({ id, name, priority }) => (
                  <Link href={`/alarms?alarm=${id}`} className="inline-flex min-h-9 items-center gap-2">
                    <AlarmGlyph priority={priority} state="acknowledged" decorative />
                    <span className="sr-only">{alarmWords[priority]}, </span>
                    {name}
                  </Link>
                ),
              },
              { key: 'at', head: 'Decided', phone: 'hidden', cell: ({ decidedAt }) => formatDateClock(decidedAt, timeZone) },
              { key: 'sensor', head: 'Sensor to gateway', align: 'right', phone: 'hidden', cell: ({ sensor }) => lagWords(sensor) },
              { key: 'decision', head: 'Decision', align: 'right', phone: 'hidden', cell: ({ decision }) => lagWords(decision) },
              { key: 'delivery', head: 'Delivery', align: 'right', phone: 'hidden', cell: ({ delivery }) => lagWords(delivery) },
              { key: 'promised', head: 'Received to delivered', align: 'right', cell: ({ promised: took }) => lagWords(took) },
            ]}
          />
        </Panel>
      )}
    </>
  )
}
