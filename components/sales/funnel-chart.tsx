import { ChartWithTable } from '@/components/charts/chart-with-table'
import { dropOffWords, shareWords, timeWords, unitWords } from '@/components/sales/funnel-words'
import { formatNumber } from '@/components/ui/format'
import type { StepCount } from '@/lib/funnel/count-funnel'
import { stepOf } from '@/lib/funnel/steps'
import type { FunnelView } from '@/lib/sales/funnel-view'

/** Room for the highest level, below the figures that stand on it. */
const highestPx = 150

/** The funnel as falling levels of the channel; on a phone as rows; as a table everywhere. */
export function FunnelChart({ view }: { view: FunnelView }) {
  const { current, previous, wish } = view
  const { many } = unitWords[wish.unit]
  const most = Math.max(1, current.steps[0]!.reached)
  const sentence = current.steps.map(({ step, reached, ofPrevious }) => `${stepOf(step).label} ${reached}${ofPrevious === null ? '' : `, ${shareWords(ofPrevious)} of the step before`}`).join('; ')
  return (
    <section className="panel" aria-label="Funnel">
      <ChartWithTable
        title={`From “${stepOf(current.steps[0]!.step).label.toLowerCase()}” to “${stepOf(current.steps.at(-1)!.step).label.toLowerCase()}”`}
        note={`${many}, in order, within ${wish.windowDays} days of the first step; per cent of the step before`}
        caption={sentence}
        table={{
          columns: [
            { head: 'Step' },
            ...['Reached', 'Of all who entered', 'Of the step before', 'In the time before', 'Median', 'P75', 'P95', 'From entry, median'].map((head) => ({ head, align: 'right' as const })),
            { head: 'Did not come here' },
          ],
          rows: current.steps.map((step, i) => [
            stepOf(step.step).label,
            formatNumber(step.reached),
            shareWords(step.ofEntered),
            i === 0 ? '' : shareWords(step.ofPrevious),
            formatNumber(previous.steps[i]!.reached),
            timeWords(step.fromPrevious, 'median'),
            timeWords(step.fromPrevious, 'p75'),
            timeWords(step.fromPrevious, 'p95'),
            timeWords(step.fromEntry, 'median'),
            step.dropOff ? dropOffWords(step.dropOff) : '',
          ]),
        }}
      >
        <div role="img" aria-label={sentence}>
          <div className="funnel">
            {current.steps.map((step) => (
              <div key={step.step} className="funnel-step">
                <div className="funnel-figures">
                  <b className="text-[20px] leading-6">{formatNumber(step.reached)}</b>
                  {step.ofPrevious !== null && <span className="text-small text-ink-2">{shareWords(step.ofPrevious)}</span>}
                </div>
                <div className="funnel-level" style={{ height: Math.max(step.reached > 0 ? 2 : 0, Math.round((step.reached / most) * highestPx)) }} />
              </div>
            ))}
          </div>
          <div className="funnel-words">
            {current.steps.map((step) => (
              <div key={step.step}>
                <b>{stepOf(step.step).label}</b>
              </div>
            ))}
          </div>
          <div className="funnel-words border-t border-line text-ink-2">
            {current.steps.map((step, i) => (
              <div key={step.step}>{i === 0 ? 'time from the step before, median' : timeWords(step.fromPrevious, 'median')}</div>
            ))}
          </div>
          <Rows steps={current.steps} most={most} />
        </div>
        <p className="mt-3 text-small text-ink-3">
          Quantiles by linear interpolation (Hyndman and Fan, type 7) of those who came so far. A visitor is told apart for one day only, unless they ask for a plant.
        </p>
      </ChartWithTable>
    </section>
  )
}

const Rows = ({ steps, most }: { steps: StepCount[]; most: number }) => (
  <ol className="funnel-rows">
    {steps.map((step) => (
      <li key={step.step}>
        <span>{stepOf(step.step).label}</span>
        <span>
          <b>{formatNumber(step.reached)}</b> {step.ofPrevious !== null && <span className="text-ink-2">{shareWords(step.ofPrevious)}</span>}
        </span>
        <span className="channel-bar">
          <i style={{ width: `${(step.reached / most) * 100}%` }} />
        </span>
      </li>
    ))}
  </ol>
)
