import { Drawer } from '@/components/ui/drawer'
import { formatNumber, formatUndefined } from '@/components/ui/format'
import { formatClock, formatDateClock } from '@/components/ui/format-time'
import { TermList } from '@/components/ui/term-list'
import type { LabResult } from '@/lib/generated/prisma/client'
import { type BatchRowView, type RecordStep, usual } from '@/lib/plant/views/batches-view'

interface Props {
  batch: BatchRowView
  labResults: LabResult[]
  /** Other batches of the same product, to compare with. */
  alike: BatchRowView[]
  timeZone: string
}

/** A batch record step by step: planned, done, and what its siblings did. */
export function BatchDrawer({ batch, labResults, alike, timeZone }: Props) {
  return (
    <Drawer label="Batch record" title={`${batch.id}, ${batch.product}`} closeHref="/batches" width={560}>
      <TermList
        termWidth={110}
        terms={[
          { term: 'Line', detail: batch.line },
          { term: 'Started', detail: formatDateClock(batch.startsAt, timeZone) },
          { term: 'Ended', detail: batch.endsAt ? formatDateClock(batch.endsAt, timeZone) : 'still running' },
          { term: 'Yield', detail: batch.yieldRatio === null ? '— running' : `${formatNumber(batch.yieldRatio * 100, 1)} % = ${formatNumber(batch.outputKg!)} kg ÷ ${formatNumber(batch.inputKg)} kg` },
        ]}
      />
      <h3 className="mt-5 mb-2 font-semibold">Steps</h3>
      <div className="table-scroll">
        <table className="table" data-head="plain" data-density="dense">
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
      <h3 className="mt-5 mb-2 font-semibold">Laboratory</h3>
      {labResults.length === 0 ? <p className="text-ink-2">No result yet.</p> : <LabTable results={labResults} />}
    </Drawer>
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

const decimalsOf = (value: number) => Math.min(3, String(value).split('.')[1]?.length ?? 0)

function LabTable({ results }: { results: LabResult[] }) {
  return (
    <table className="table" data-head="plain" data-density="dense">
      <thead>
        <tr>
          <th scope="col">Analyte</th>
          <th scope="col" data-align="right">Value</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {results.map(({ id, analyte, value, unit, lsl, usl }) => (
          <tr key={id}>
            <th scope="row">{analyte}</th>
            <td data-align="right">{formatNumber(value, decimalsOf(value))} {unit}</td>
            <td>{(lsl !== null && value < lsl) || (usl !== null && value > usl) ? <b>outside</b> : 'inside'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
