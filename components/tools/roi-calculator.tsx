'use client'

import { useState } from 'react'
import { KeepAnalysis, type ToolPlace } from '@/components/tools/keep-analysis'
import { RoiAnswerView } from '@/components/tools/roi-answer'
import { assumptionName, assumptions, energyFields, hourCostFields, isByMargin, moneyFields, plantFields, type RoiField, roiFaults, roiLabel, roiQuery, roiScenarios, roiTexts, scenarioOf, scenarios, yieldFields } from '@/components/tools/roi-fields'
import { ToolShare } from '@/components/tools/tool-share'
import { FieldError } from '@/components/ui/field'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { TextField } from '@/components/ui/text-field'

const hourCostWays = [{ key: 'cost', label: 'Cost of an hour' }, { key: 'margin', label: 'Margin × rate' }]

/** Everything in it is the visitor's own: the figures that stand there first are an example, not a promise. */
export function RoiCalculator({ place, fields: given = {} }: { place: ToolPlace; fields?: Record<string, string> }) {
  const [texts, setTexts] = useState(() => roiTexts(given))
  const set = (name: string, value: string) => setTexts({ ...texts, [name]: value })
  const faults = roiFaults(texts)
  const first = Object.entries(faults)[0]
  const input = ({ name, label }: Pick<RoiField, 'name' | 'label'>) => (
    <TextField key={name} label={label} inputMode="decimal" autoComplete="off" value={texts[name]} onChange={(event) => set(name, event.target.value)} error={faults[name]} />
  )
  const grid = (fields: RoiField[]) => <div className="grid gap-3 sm:grid-cols-2 sm:items-end">{fields.map(input)}</div>
  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] lg:items-start">
      <div className="grid min-w-0 gap-5">
        <Panel title="Downtime">
          <div className="grid gap-3">
            {grid(plantFields)}
            <div className="no-print grid justify-items-start gap-1.5">
              <span className="field-label">What a stopped hour costs, as</span>
              <Segmented label="What a stopped hour costs" current={isByMargin(texts) ? 'margin' : 'cost'} segments={hourCostWays} onSelect={(key) => set('hourCostBy', key)} />
            </div>
            {grid(isByMargin(texts) ? hourCostFields.margin : hourCostFields.cost)}
          </div>
        </Panel>
        <Panel title="Yield">{grid(yieldFields)}</Panel>
        <Panel title="Energy">{grid(energyFields)}</Panel>
        <Panel title="Assumptions" note="to be changed" foot="These are assumptions without a source, nobody’s results. What is reached depends on the plant: put in what you would sign.">
          <div className="grid gap-4">
            {assumptions.map(({ name, label }) => (
              <fieldset key={name}>
                <legend className="mb-1.5 font-semibold">{label}</legend>
                <div className="grid grid-cols-3 items-start gap-3">{scenarios.map(({ key, label: word }) => input({ name: assumptionName(name, key), label: word }))}</div>
              </fieldset>
            ))}
          </div>
        </Panel>
        <Panel title="Cost" foot="An example, not our price: that stands in your offer.">{grid(moneyFields)}</Panel>
      </div>
      <div className="grid min-w-0 gap-5">
        <div className="no-print">
          <Segmented label="Scenario" current={scenarioOf(texts)} segments={scenarios} onSelect={(key) => set('scenario', key)} />
        </div>
        <div className="grid min-w-0 gap-5" aria-live="polite">
          {first ? <FieldError>{`${roiLabel(first[0])}: ${first[1]}`}</FieldError> : <RoiAnswerView all={roiScenarios(texts)} current={scenarioOf(texts)} />}
        </div>
        {place.on === 'site' && <ToolShare query={roiQuery(texts)} />}
        <div className="no-print">
          <KeepAnalysis kind="roi" fields={texts} place={place} />
        </div>
      </div>
    </div>
  )
}
