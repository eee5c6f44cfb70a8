import { type Checked, figure, refuse } from '@/lib/figures/refusal'

/** One plant, a year, in one currency. Shares are 0..1. */
export interface RoiRequest {
  /** Planned busy hours of all lines in a year. */
  busyHours: number
  /** Of that time the lines stand unplanned. */
  downtimeShare: number
  /** What an hour of a standing line costs. */
  hourCost: number
  /** Assumption: this share of the downtime goes. */
  downtimeReduction: number
  materialCost: number
  /** Of the material that is lost: rejects, giveaway, spills. */
  yieldLossShare: number
  yieldReduction: number
  energyCost: number
  /** Of the energy that is used while nothing is made. */
  idleEnergyShare: number
  energyReduction: number
  /** Once, and every year. */
  investment: number
  yearlyCost: number
  /** Whole years looked at. */
  years: number
  /** Discount rate a year. */
  rate: number
}

export interface RoiAnswer {
  savings: { kind: 'downtime' | 'yield' | 'energy'; yearly: number; formula: string }[]
  yearlySavings: number
  yearlyBenefit: number
  /** Simple payback, months; null is not reached, with the reason. */
  paybackMonths: number | null
  npv: number
  /** A year; null where no rate makes the net present value 0. */
  irr: number | null
  /** Net of the years ÷ investment; null without one. */
  roi: number | null
  undefinedBecause: Record<string, string>
}

const shares = ['downtimeShare', 'downtimeReduction', 'yieldLossShare', 'yieldReduction', 'idleEnergyShare', 'energyReduction'] as const

function findFault(request: RoiRequest): Checked<null> {
  for (const [field, value] of Object.entries(request)) {
    if (!(Number.isFinite(value) && value >= 0)) return refuse('not_a_number', `${field} must be a number from 0 on.`, field)
  }
  const share = shares.find((field) => request[field] > 1)
  if (share) return refuse('out_of_range', `${share} is a share: it lies between 0 and 1.`, share)
  if (!(Number.isInteger(request.years) && request.years >= 1 && request.years <= 30)) return refuse('out_of_range', 'years is a whole number from 1 to 30.', 'years')
  return figure(null)
}

/** What less downtime, less lost material and less idle energy are worth: arithmetic on the caller's own assumptions, none of ours. */
export function roiTool(request: RoiRequest): Checked<RoiAnswer> {
  const checked = findFault(request)
  if (!checked.ok) return checked
  const { busyHours, downtimeShare, hourCost, downtimeReduction, materialCost, yieldLossShare, yieldReduction, energyCost, idleEnergyShare, energyReduction, investment, yearlyCost, years, rate } = request
  const savings: RoiAnswer['savings'] = [
    { kind: 'downtime', yearly: busyHours * downtimeShare * downtimeReduction * hourCost, formula: 'busy hours × downtime share × reduction × cost of an hour' },
    { kind: 'yield', yearly: materialCost * yieldLossShare * yieldReduction, formula: 'material × lost share × reduction' },
    { kind: 'energy', yearly: energyCost * idleEnergyShare * energyReduction, formula: 'energy × idle share × reduction' },
  ]
  const yearlySavings = savings.reduce((sum, { yearly }) => sum + yearly, 0)
  const yearlyBenefit = yearlySavings - yearlyCost
  const flows = [-investment, ...Array.from({ length: years }, () => yearlyBenefit)]
  const irr = internalRate(flows)
  const undefinedBecause: Record<string, string> = {}
  if (yearlyBenefit <= 0) undefinedBecause.paybackMonths = 'the savings do not cover the yearly cost'
  if (irr === null) undefinedBecause.irr = investment === 0 ? 'nothing is invested' : 'the benefits never pay the investment back'
  if (investment === 0) undefinedBecause.roi = 'nothing is invested'
  return figure({
    savings, yearlySavings, yearlyBenefit,
    paybackMonths: yearlyBenefit > 0 ? (investment / yearlyBenefit) * 12 : null,
    npv: presentValue(flows, rate),
    irr,
    roi: investment > 0 ? flows.reduce((sum, flow) => sum + flow, 0) / investment : null,
    undefinedBecause,
  })
}

/** Σ flow ÷ (1 + rate)^year; the first flow is now. */
export const presentValue = (flows: number[], rate: number): number => flows.reduce((sum, flow, year) => sum + flow / (1 + rate) ** year, 0)

/** The rate at which the present value is 0, by bisection; null where the flows never change their sign or stay below it. */
export function internalRate(flows: number[]): number | null {
  if (!(flows.some((flow) => flow < 0) && flows.some((flow) => flow > 0))) return null
  let [low, high] = [-0.999, 1]
  while (presentValue(flows, high) > 0 && high < 1e9) high *= 2
  if (presentValue(flows, low) < 0) return null
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2
    if (presentValue(flows, middle) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
