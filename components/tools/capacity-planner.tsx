'use client'

import { useState } from 'react'
import { CapacityAnswerView, CapacityBill, CapacityFigures } from '@/components/tools/capacity-answer'
import { CapacityChoices } from '@/components/tools/capacity-choices'
import { capacityFaults, capacityQuery, capacityRequest, type CapacityTexts, capacityTexts, capacityTextsStart, fieldLabel } from '@/components/tools/capacity-fields'
import { CapacityInputs } from '@/components/tools/capacity-inputs'
import { CapacityTakeAlong } from '@/components/tools/capacity-take-along'
import { ToolShare } from '@/components/tools/tool-share'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { type CapacityAnswer, capacityTool } from '@/lib/tools/capacity/capacity-tool'
import type { CapacityNumber } from '@/lib/tools/capacity/number'
import { keeping, plants } from '@/lib/tools/capacity/plants'
import { prices } from '@/lib/tools/capacity/prices'
import { rates } from '@/lib/tools/capacity/rates'
import type { CapacityRequest, NumberName } from '@/lib/tools/capacity/request'

/** Every number in it may be replaced; the address carries what differs from the start. */
export function CapacityPlanner({ fields }: { fields: Record<string, string | undefined> }) {
  const [texts, setTexts] = useState(() => capacityTexts(fields))
  const [before, setBefore] = useState<CapacityTexts | null>(null)
  const faults = capacityFaults(texts)
  const faulty = Object.keys(faults)[0] as NumberName | undefined
  const request = capacityRequest(texts)
  const answer = faulty ? null : answerTo(request)
  const query = capacityQuery(texts)

  function change(next: CapacityTexts, kept: CapacityTexts | null = null) {
    setTexts(next)
    setBefore(kept)
  }
  const set = (name: keyof CapacityTexts, value: string) => change({ ...texts, [name]: value })
  const inputs = (numbers: Record<string, CapacityNumber>) => <CapacityInputs names={Object.keys(numbers) as NumberName[]} texts={texts} faults={faults} onChange={set} />

  return (
    <div className="grid grid-cols-1 gap-5">
      <div aria-live="polite">{answer ? <CapacityFigures request={request} answer={answer} /> : <FieldError>{`${fieldLabel(faulty!)}: ${faults[faulty!]}`}</FieldError>}</div>
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-2 lg:items-start">
        <div className="grid min-w-0 grid-cols-1 gap-5">
          <Panel title="Plants">{inputs(plants)}</Panel>
          <Panel title="Choices">
            <CapacityChoices texts={texts} effects={answer && answer.effects} onChange={set} />
          </Panel>
          <Panel title="Kept and spread">{inputs(keeping)}</Panel>
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-5">{answer && <CapacityAnswerView request={request} answer={answer} />}</div>
      </div>
      {answer && <CapacityBill lines={answer.lines} />}
      <div className="no-print flex flex-wrap items-center gap-3">
        {answer && <CapacityTakeAlong request={request} lines={answer.lines} />}
        {before ? <Button onClick={() => change(before)}>Bring back my numbers</Button> : <Button disabledReason={query === '' ? 'Every number is as it was.' : undefined} onClick={() => change(capacityTextsStart, texts)}>Reset all numbers</Button>}
        <ToolShare query={query} />
      </div>
      <Panel title="Prices" foot="List prices as they were published on the day named; a cloud changes them without telling us. Put in yours.">{inputs(prices)}</Panel>
      <Panel title="Rates and assumptions" foot="Measured is what a bench of this product printed on that day. Everything else was assumed, on the careful side.">{inputs(rates)}</Panel>
    </div>
  )
}

/** Of fields without a fault, which are within the bounds that the tool checks. */
function answerTo(request: CapacityRequest): CapacityAnswer {
  const made = capacityTool(request)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}
