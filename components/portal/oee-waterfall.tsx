import { LossWaterfall } from '@/components/charts/loss-waterfall'
import { ChartWithTable } from '@/components/charts/chart-with-table'
import { formatNumber } from '@/components/ui/format'
import type { LineOee, Ratio } from '@/lib/oee/oee'
import { type LossKind, lossPriority } from '@/lib/oee/time-elements'

export const lossWords: Record<LossKind, string> = { breakdown: 'Breakdown', changeover: 'Changeover', blocked: 'Blocked', starved: 'Starved', minor: 'Minor stops' }

const value = (ratio: Ratio) => (typeof ratio === 'number' ? ratio : null)

/** Where the time went, from elapsed to good at ideal rate. */
export function OeeWaterfall({ oee, label }: { oee: LineOee; label: string }) {
  const losses = lossPriority.filter((kind) => oee.lossMinutesByKind[kind] > 0).map((kind) => ({ label: lossWords[kind], minutes: oee.lossMinutesByKind[kind] }))
  const rows: [string, number][] = [
    ['Elapsed', oee.elapsedMinutes],
    ['Planned stops', -oee.plannedStopMinutes],
    ['Planned busy', oee.plannedBusyMinutes],
    ...losses.map((loss): [string, number] => [loss.label, -loss.minutes]),
    ['Producing', oee.producingMinutes],
    ['Slow running', -oee.performanceLossMinutes],
    ['Rejects', -oee.qualityLossMinutes],
    ['Good, at ideal rate', oee.idealGoodMinutes],
  ]
  return (
    <section className="panel">
      <ChartWithTable title="Where the time went" note="minutes" caption={label} table={{ columns: [{ head: 'Element' }, { head: 'min', align: 'right' }], rows: rows.map(([name, minutes]) => [name, formatNumber(minutes, 1)]) }}>
        <LossWaterfall
          label={`${label}: ${formatNumber(oee.elapsedMinutes)} minutes elapsed, ${formatNumber(oee.idealGoodMinutes)} of them good at ideal rate`}
          waterfall={{
            elapsedMinutes: oee.elapsedMinutes,
            plannedStopMinutes: oee.plannedStopMinutes,
            availabilityLosses: losses,
            slowMinutes: oee.performanceLossMinutes,
            rejectMinutes: oee.qualityLossMinutes,
            availabilityRatio: value(oee.availabilityRatio),
            performanceRatio: value(oee.performanceRatio),
            qualityRatio: value(oee.qualityRatio),
          }}
        />
      </ChartWithTable>
    </section>
  )
}
