import { LossWaterfall } from '@/components/charts/loss-waterfall'
import { formatNumber, formatPercent } from '@/components/ui/format'
import type { Ratio } from '@/lib/oee/oee'
import { lossPriority } from '@/lib/oee/time-elements'
import type { LandingView } from '@/lib/site/landing-view'

const lossWords = { breakdown: 'Breakdown', changeover: 'Changeover', blocked: 'Blocked', starved: 'Starved', minor: 'Minor stops' } as const
const value = (ratio: Ratio): number | null => (typeof ratio === 'number' ? ratio : null)
const percent = (ratio: Ratio): string => (typeof ratio === 'number' ? formatPercent(ratio) : `— ${ratio.undefinedBecause}`)

/** One figure of the weakest line, taken apart. */
export function LandingOee({ focus }: { focus: NonNullable<LandingView['focus']> }) {
  const { oee, line, product, unit, shiftName } = focus
  const rows: [string, Ratio, string][] = [
    ['Availability', oee.availabilityRatio, `${formatNumber(oee.producingMinutes)} of ${formatNumber(oee.plannedBusyMinutes)} min producing`],
    ['Performance', oee.performanceRatio, `${formatNumber(oee.total)} ${unit}s, ideally in ${formatNumber(oee.idealMinutes)} min`],
    ['Quality', oee.qualityRatio, `${formatNumber(oee.good)} good`],
    ['OEE', oee.oeeRatio, `${formatNumber(oee.idealGoodMinutes, 1)} of ${formatNumber(oee.plannedBusyMinutes)} min`],
  ]
  return (
    <section className="section measure two">
      <div>
        <h2>{percent(oee.oeeRatio)} means one thing</h2>
        <p className="p">
          Ask any figure how it was made. You get the formula, the inputs with their age, and the convention, to the clause. The screen and the export use the same engine, so the morning meeting is about the line and not about the number.
        </p>
        <dl className="equation">
          {rows.map(([name, ratio, how]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{percent(ratio)}</dd>
              <dd>{how}</dd>
            </div>
          ))}
        </dl>
      </div>
      <figure className="figure">
        <LossWaterfall
          label={`${line.name}: from ${formatNumber(oee.elapsedMinutes)} minutes elapsed to ${formatNumber(oee.idealGoodMinutes)} minutes of good pieces at ideal rate`}
          waterfall={{
            elapsedMinutes: oee.elapsedMinutes,
            elapsedLabel: 'Shift so far',
            plannedStopMinutes: oee.plannedStopMinutes,
            availabilityLosses: lossPriority.filter((kind) => oee.lossMinutesByKind[kind] > 0).map((kind) => ({ label: lossWords[kind], minutes: oee.lossMinutesByKind[kind] })),
            slowMinutes: oee.performanceLossMinutes,
            rejectMinutes: oee.qualityLossMinutes,
            availabilityRatio: value(oee.availabilityRatio),
            performanceRatio: value(oee.performanceRatio),
            qualityRatio: value(oee.qualityRatio),
          }}
        />
        <figcaption>
          {line.name}, {product}, {shiftName.toLowerCase()} shift so far. Minutes. Time elements by ISO 22400-2; a break inside a stop counts as planned.
        </figcaption>
      </figure>
    </section>
  )
}
