import { formatNumber, formatUndefined } from '@/components/ui/format'
import { formatClock } from '@/components/ui/format-time'
import { type BatchRowView, type RecordStep, usual } from '@/lib/plant/views/batches-view'

interface Props {
  batch: BatchRowView
  /** Other batches of the same product, to compare with. */
  alike: BatchRowView[]
  timeZone: string
}

/** The steps of a batch: planned, done, and what its siblings did. */
export function BatchSteps({ batch, alike, timeZone }: Props) {
  return (
    <>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={`Steps of ${batch.id}`}>
        <table className="table" data-head="plain" data-density="dense">
          <caption className="sr-only">Steps of {batch.id}</caption>
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col" data-align="right">Planned</th>
              <th scope="col" data-align="right">Actual</th>
              <th scope="col" data-align="right">Usual</th>
            </tr>
          </thead>
          <tbody>
            {batch.record.map((step) => (
              <StepRow key={`${step.step} ${step.parameter}`} step={step} alike={alike} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-2 text-small text-ink-3">Usual: mean ± one standard deviation of {alike.length} other batches of this product in 30 days.</p>
    </>
  )
}

function StepRow({ step, alike, timeZone }: { step: RecordStep; alike: BatchRowView[]; timeZone: string }) {
  const digits = Math.max(decimalsOf(step.planned), decimalsOf(step.actual))
  const others = usual(step, alike)
  return (
    <tr>
      <th scope="row">
        {step.step}
        <small className="block text-ink-3">
          {step.parameter}, {step.unit} · {formatClock(new Date(step.at), timeZone)}
        </small>
      </th>
      <td data-align="right">{formatNumber(step.planned, digits)}</td>
      <td data-align="right"><b>{formatNumber(step.actual, digits)}</b></td>
      <td data-align="right">{others ? `${formatNumber(others.mean, digits)} ± ${formatNumber(others.deviation, digits)}` : formatUndefined('too few')}</td>
    </tr>
  )
}

/** Digits after the mark of a value as it was reported, three at the most. */
export const decimalsOf = (value: number) => Math.min(3, String(value).split('.')[1]?.length ?? 0)
