import { BatchSteps, decimalsOf } from '@/components/portal/batch-steps'
import { Drawer } from '@/components/ui/drawer'
import { formatNumber } from '@/components/ui/format'
import { formatDateClock } from '@/components/ui/format-time'
import { TermList } from '@/components/ui/term-list'
import type { LabResult } from '@/lib/generated/prisma/client'
import type { BatchRowView } from '@/lib/plant/views/batches-view'

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
      <BatchSteps batch={batch} alike={alike} timeZone={timeZone} />
      <h3 className="mt-5 mb-2 font-semibold">Laboratory</h3>
      {labResults.length === 0 ? <p className="text-ink-2">No result yet.</p> : <LabTable results={labResults} />}
    </Drawer>
  )
}

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
