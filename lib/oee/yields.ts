import { type Checked, figure, refuse } from '@/lib/figures/refusal'

export interface YieldStep {
  name: string
  /** Units that entered the step. */
  units: number
  /** Units with a defect, reworked ones included: they did not pass the first time. */
  defective?: number
  /** Defects on all of them; one unit may have several. */
  defects?: number
  /** Ways in which one unit can be wrong; for DPMO. */
  opportunities?: number
  /** Units that did not leave the step, not even after rework; for the final yield. */
  scrapped?: number
}

export interface StepYield {
  name: string
  /** Units right the first time ÷ units; of defects e^−DPU (Poisson). */
  firstPassYield: number
  method: 'counted' | 'poisson'
  /** Defects (or defective units) a unit. */
  dpu: number
  /** Defects a million opportunities; null without opportunities. */
  dpmo: number | null
}

export interface YieldChain {
  steps: StepYield[]
  /** Product of the first pass yields: a unit right the first time in every step. */
  rolledThroughputYield: number
  /** nth root: what each step would have were they equal. */
  normalizedYield: number
  totalDpu: number
  /** Good units that left the last step ÷ units that entered the first, reworked ones included; null where scrap is not given. */
  finalYield: number | null
}

/** First pass and rolled throughput yield of steps in series (ISO 22400-2 first pass yield; Harry 1988). Refuses counts that contradict each other, naming the step. */
export function yieldChain(steps: YieldStep[]): Checked<YieldChain> {
  if (steps.length === 0) return refuse('no_steps', 'Name at least one step.')
  for (const [i, step] of steps.entries()) {
    const fault = faultOf(step)
    if (fault) return refuse('counts_impossible', `Step ${i + 1} (${step.name}): ${fault}`, i + 1)
  }
  const made = steps.map(stepYield)
  const rolled = made.reduce((product, { firstPassYield }) => product * firstPassYield, 1)
  const final = finalYield(steps)
  if (!final.ok) return final
  return figure({ steps: made, rolledThroughputYield: rolled, normalizedYield: rolled ** (1 / made.length), totalDpu: made.reduce((sum, { dpu }) => sum + dpu, 0), finalYield: final.value })
}

/** Of steps that all name their scrap, what goes into one is what was left of the one before. */
function finalYield(steps: YieldStep[]): Checked<number | null> {
  if (steps.some(({ scrapped }) => scrapped === undefined)) return figure(null)
  for (const [i, { name, units }] of steps.entries()) {
    const before = steps[i - 1]
    if (!before) continue
    const left = before.units - before.scrapped!
    if (units > left) return refuse('counts_impossible', `Step ${i + 1} (${name}): ${units} units entered, but only ${left} left ${before.name}.`, i + 1)
  }
  const last = steps.at(-1)!
  return figure((last.units - last.scrapped!) / steps[0]!.units)
}

function stepYield({ name, units, defective, defects, opportunities }: YieldStep): StepYield {
  const counted = defective !== undefined
  const dpu = (defects ?? defective!) / units
  return { name, firstPassYield: counted ? (units - defective) / units : Math.exp(-dpu), method: counted ? 'counted' : 'poisson', dpu, dpmo: opportunities === undefined ? null : (dpu / opportunities) * 1e6 }
}

function faultOf({ units, defective, defects, opportunities, scrapped }: YieldStep): string | null {
  const isCount = (value: number) => Number.isFinite(value) && value >= 0
  if (!(Number.isFinite(units) && units > 0)) return 'units must be above 0.'
  if (defective === undefined && defects === undefined) return 'give defective units or defects.'
  if ([defective, defects, scrapped].some((value) => value !== undefined && !isCount(value))) return 'counts are numbers from 0 on.'
  if (defective !== undefined && defective > units) return `${defective} defective of ${units} units.`
  if (defective !== undefined && defects !== undefined && defects < defective) return `${defects} defects on ${defective} defective units; each has at least one.`
  if (scrapped !== undefined && scrapped > (defective ?? units)) return `${scrapped} scrapped of ${defective === undefined ? `${units} units` : `${defective} defective`}.`
  if (opportunities === undefined) return null
  if (!(opportunities > 0)) return 'opportunities must be above 0.'
  return (defects ?? 0) > units * opportunities ? `${defects} defects on ${units} units of ${opportunities} opportunities.` : null
}
