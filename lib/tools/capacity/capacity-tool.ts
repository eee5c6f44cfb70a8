import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import { type BillLine, billOf, totalOf } from '@/lib/tools/capacity/bill'
import { type Choice, choiceKeys } from '@/lib/tools/capacity/choices'
import { loadOf, planOf } from '@/lib/tools/capacity/plan'
import { capacityNumbers, type CapacityRequest, numberNames } from '@/lib/tools/capacity/request'
import { stagesOf, type StageView } from '@/lib/tools/capacity/stages'

export interface CapacityAnswer {
  load: ReturnType<typeof loadOf>
  plan: ReturnType<typeof planOf>
  /** One customer's, by simulation of a day in which each was away for an hour. */
  stages: StageView[]
  lines: BillLine[]
  /** US dollars a month: the sum of the lines. */
  total: number
  fits: boolean
  /** The bill without any choice, then with one after the other of those that are on. */
  steps: { with: Choice[]; total: number; fits: boolean; lines: BillLine[] }[]
  /** What each choice does to the bill as it stands: what it takes off, or would take off. */
  effects: { choice: Choice; on: boolean; saves: number }[]
}

/** Partitions, machines, storage, network and money of so many facilities. Everything is arithmetic on the request; nothing is asked of a cloud. */
export function capacityTool(request: CapacityRequest): Checked<CapacityAnswer> {
  const checked = findFault(request)
  if (!checked.ok) return checked
  const lines = billOf(request)
  const total = totalOf(lines)
  return figure({
    load: loadOf(request), plan: planOf(request), stages: stagesOf(request),
    lines, total, fits: total <= request.budget, steps: stepsOf(request), effects: effectsOf(request),
  })
}

function findFault(request: CapacityRequest): Checked<null> {
  for (const name of numberNames) {
    const { label, least, most, whole } = capacityNumbers[name]
    const value = request[name]
    const says = (what: string) => refuse('out_of_range', `${name} (${label}) ${what}.`, name)
    if (!Number.isFinite(value)) return refuse('not_a_number', `${name} (${label}) must be a number.`, name)
    if (value < least || value > most) return says(`lies between ${least} and ${most}`)
    if (whole && !Number.isInteger(value)) return says('is a whole number')
  }
  return figure(null)
}

const withChoices = (request: CapacityRequest, on: Choice[]): CapacityRequest => ({ ...request, ...Object.fromEntries(choiceKeys.map((choice) => [choice, on.includes(choice)])) })

function stepsOf(request: CapacityRequest): CapacityAnswer['steps'] {
  const chosen = choiceKeys.filter((choice) => request[choice])
  return [0, ...chosen.map((_, i) => i + 1)].map((count) => {
    const on = chosen.slice(0, count)
    const lines = billOf(withChoices(request, on))
    const total = totalOf(lines)
    return { with: on, total, fits: total <= request.budget, lines }
  })
}

const effectsOf = (request: CapacityRequest): CapacityAnswer['effects'] =>
  choiceKeys.map((choice) => {
    const bill = (on: boolean) => totalOf(billOf({ ...request, [choice]: on }))
    return { choice, on: request[choice], saves: bill(false) - bill(true) }
  })
