'use client'

import { useState } from 'react'
import { CapacityAnswerView, CapacityBill } from '@/components/tools/capacity-answer'
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
import { capacityNumbers, type NumberName, numberNames } from '@/lib/tools/capacity/request'

const namesOf = (...kinds: CapacityNumber['kind'][]): NumberName[] => numberNames.filter((name) => kinds.includes(capacityNumbers[name].kind))

/** Every number in it may be replaced; the address carries what differs from the start. */
export function CapacityPlanner({ fields }: { fields: Record<string, string | undefined> }) {
  const [texts, setTexts] = useState(() => capacityTexts(fields))
  const [before, setBefore] = useState<CapacityTexts | null>(null)
  const faults = capacityFaults(texts)
  const faulty = Object.keys(faults)[0] as NumberName | undefined
  const request = capacityRequest(texts)
  const answer = faulty ? null : answerTo(request)
  const isStart = capacityQuery(texts) === ''

  function set(name: keyof CapacityTexts, value: string) {
    setTexts({ ...texts, [name]: value })
    setBefore(null)
  }
  function swap(next: CapacityTexts, kept: CapacityTexts | null) {
    setTexts(next)
    setBefore(kept)
  }
  const inputs = (...kinds: CapacityNumber['kind'][]) => <CapacityInputs names={namesOf(...kinds)} texts={texts} faults={faults} onChange={set} />

  return (
    <div className="grid gap-5">
      <div className="grid gap-5 lg:grid-cols-2 lg:items-start">
        <div className="grid min-w-0 gap-5">
          <Panel title="Plants">{inputs('plants')}</Panel>
          <Panel title="Choices">
            <CapacityChoices texts={texts} effects={answer && answer.effects} onChange={set} />
          </Panel>
        </div>
        <div className="grid min-w-0 gap-5" aria-live="polite">
          {answer ? <CapacityAnswerView request={request} answer={answer} /> : <FieldError>{`${fieldLabel(faulty!)}: ${faults[faulty!]}`}</FieldError>}
        </div>
      </div>
      {answer && <CapacityBill lines={answer.lines} />}
      <div className="no-print flex flex-wrap items-center gap-3">
        {answer && <CapacityTakeAlong request={request} lines={answer.lines} />}
        {before ? <Button onClick={() => swap(before, null)}>Bring back my numbers</Button> : <Button disabledReason={isStart ? 'Every number is as it was.' : undefined} onClick={() => swap(capacityTextsStart, texts)}>Reset all numbers</Button>}
        <ToolShare query={capacityQuery(texts)} />
      </div>
      <Panel title="Prices" foot="List prices as they were published on the day named; a cloud changes them without telling us. Put in yours.">{inputs('price')}</Panel>
      <Panel title="Rates and assumptions" foot="Measured is what a bench of this product printed on that day. Everything else was assumed, on the careful side.">{inputs('measured', 'assumed')}</Panel>
    </div>
  )
}

function answerTo(request: Parameters<typeof capacityTool>[0]): CapacityAnswer {
  const made = capacityTool(request)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}
