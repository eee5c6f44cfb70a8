import { readTypedNumber } from '@/lib/tools/read-table'
import { type RoiAnswer, type RoiRequest, roiTool } from '@/lib/tools/roi-tool'

export type Scenario = 'low' | 'expected' | 'high'
export const scenarios: { key: Scenario; label: string }[] = [{ key: 'low', label: 'Low' }, { key: 'expected', label: 'Expected' }, { key: 'high', label: 'High' }]

export interface RoiField {
  name: string
  label: string
  /** Of the example. */
  start: string
  /** Written in per cent, counted as a share. */
  percent?: boolean
}

export const plantFields: RoiField[] = [
  { name: 'lines', label: 'Lines', start: '4' },
  { name: 'busyHours', label: 'Planned busy hours a year, each line', start: '4500' },
  { name: 'downtimeShare', label: 'Of them unplanned downtime, %', start: '9', percent: true },
]
export const hourCostFields: Record<'cost' | 'margin', RoiField[]> = {
  cost: [{ name: 'hourCost', label: 'Cost of a stopped hour', start: '450' }],
  margin: [{ name: 'unitMargin', label: 'Margin of a unit', start: '0.15' }, { name: 'unitsPerHour', label: 'Units an hour, running', start: '3000' }],
}
export const yieldFields: RoiField[] = [
  { name: 'materialCost', label: 'Material a year', start: '4000000' },
  { name: 'yieldLossShare', label: 'Of it lost, %', start: '2.5', percent: true },
]
export const energyFields: RoiField[] = [
  { name: 'energyCost', label: 'Energy a year', start: '600000' },
  { name: 'idleEnergyShare', label: 'Of it base load, nothing made, %', start: '20', percent: true },
]
export const moneyFields: RoiField[] = [
  { name: 'investment', label: 'Investment, once', start: '60000' },
  { name: 'yearlyCost', label: 'Cost a year', start: '48000' },
  { name: 'years', label: 'Years looked at', start: '5' },
  { name: 'rate', label: 'Discount rate, % a year', start: '8', percent: true },
]

/** Reductions, each with a low, an expected and a high guess. */
export const assumptions = [
  { name: 'downtimeReduction', label: 'Less downtime, %', starts: { low: '5', expected: '10', high: '15' } },
  { name: 'yieldReduction', label: 'Less lost material, %', starts: { low: '2.5', expected: '5', high: '7.5' } },
  { name: 'energyReduction', label: 'Less base load, %', starts: { low: '7.5', expected: '15', high: '22.5' } },
] as const

/** The field of an assumption in a scenario; the expected one bears the name itself. */
export const assumptionName = (name: string, scenario: Scenario): string => (scenario === 'expected' ? name : `${name}-${scenario}`)

const assumptionFields: RoiField[] = assumptions.flatMap(({ name, label, starts }) =>
  scenarios.map(({ key, label: word }) => ({ name: assumptionName(name, key), label: `${label} ${word.toLowerCase()}`, start: starts[key], percent: true })))
const allFields = [...plantFields, ...hourCostFields.cost, ...hourCostFields.margin, ...yieldFields, ...energyFields, ...assumptionFields, ...moneyFields]

/** What stands in the fields, as text; `hourCostBy` and `scenario` are choices. */
export type RoiTexts = Record<string, string>
export const roiStart: RoiTexts = { ...Object.fromEntries(allFields.map(({ name, start }) => [name, start])), hourCostBy: 'cost', scenario: 'expected' }

/** The example with what is given over it; names that are no field are left aside. */
export const roiTexts = (given: Record<string, string | string[] | undefined>): RoiTexts =>
  Object.fromEntries(Object.entries(roiStart).map(([name, start]) => [name, typeof given[name] === 'string' ? given[name].slice(0, 40) : start]))

/** The same as a query, empty while the example stands there. */
export const roiQuery = (texts: RoiTexts): string => (Object.keys(roiStart).every((name) => texts[name] === roiStart[name]) ? '' : `?${new URLSearchParams(texts)}`)

export const scenarioOf = (texts: RoiTexts): Scenario => scenarios.find(({ key }) => key === texts.scenario)?.key ?? 'expected'
export const isByMargin = (texts: RoiTexts): boolean => texts.hourCostBy === 'margin'

export const roiLabel = (name: string): string => allFields.find((field) => field.name === name)?.label ?? name

/** What is wrong with each field, by its name. */
export function roiFaults(texts: RoiTexts): Record<string, string> {
  const faults: Record<string, string> = {}
  for (const { name, percent } of fieldsInUse(texts)) {
    const value = readTypedNumber(texts[name]!)
    if (value === null) faults[name] = 'A number, please.'
    else if (percent && (value < 0 || value > 100)) faults[name] = 'From 0 to 100 %.'
  }
  for (const { name } of assumptions) {
    const [low, expected, high] = scenarios.map(({ key }) => readTypedNumber(texts[assumptionName(name, key)]!))
    if (low! > expected!) faults[assumptionName(name, 'low')] ??= 'Above expected.'
    if (high! < expected!) faults[assumptionName(name, 'high')] ??= 'Below expected.'
  }
  if (Object.keys(faults).length > 0) return faults
  const answer = roiTool(roiRequest(texts, 'expected'))
  if (answer.ok) return {}
  const { row, message } = answer.refusal
  return { [String(row)]: message.replace(String(row), 'It') }
}

const fieldsInUse = (texts: RoiTexts) => {
  const unused = (isByMargin(texts) ? hourCostFields.cost : hourCostFields.margin).map(({ name }) => name)
  return allFields.filter(({ name }) => !unused.includes(name))
}

/** The request of the same API; call it with fields that have no fault. */
export function roiRequest(texts: RoiTexts, scenario: Scenario): RoiRequest {
  const numbers = Object.fromEntries(fieldsInUse(texts).map(({ name, percent }) => [name, readTypedNumber(texts[name]!)! / (percent ? 100 : 1)]))
  const chosen = Object.fromEntries(assumptions.map(({ name }) => [name, numbers[assumptionName(name, scenario)]]))
  const plain = Object.fromEntries(Object.entries(numbers).filter(([name]) => !name.includes('-')))
  return { ...plain, ...chosen } as unknown as RoiRequest
}

export interface ScenarioAnswer {
  scenario: Scenario
  request: RoiRequest
  answer: RoiAnswer
  /** Net present value and internal rate after 3 and 5 years, and after those looked at. */
  horizons: { years: number; answer: RoiAnswer }[]
}

/** All three scenarios, from fields that have no fault. */
export function roiScenarios(texts: RoiTexts): ScenarioAnswer[] {
  return scenarios.map(({ key }) => {
    const request = roiRequest(texts, key)
    const years = [...new Set([3, 5, request.years])].sort((a, b) => a - b)
    return { scenario: key, request, answer: valueOf(request), horizons: years.map((one) => ({ years: one, answer: valueOf({ ...request, years: one }) })) }
  })
}

function valueOf(request: RoiRequest): RoiAnswer {
  const made = roiTool(request)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}
