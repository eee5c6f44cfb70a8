import { type Checked, figure, refuse } from '@/lib/figures/refusal'

/** One plant, a year, in one currency. Shares are 0..1. */
export interface RoiRequest {
  lines: number
  /** Planned busy hours of one line in a year. */
  busyHours: number
  /** Of that time a line stands unplanned. */
  downtimeShare: number
  /** What an hour of a standing line costs; or, instead, the margin of a unit and the units of an hour. */
  hourCost?: number
  unitMargin?: number
  unitsPerHour?: number
  /** Assumption: this share of the downtime goes. */
  downtimeReduction: number
  materialCost: number
  /** Of the material that is lost: rejects, giveaway, spills. */
  yieldLossShare: number
  yieldReduction: number
  energyCost: number
  /** Of the energy that is base load: used while nothing is made. */
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
  /** What an hour of a standing line costs, as given or made of margin and rate. */
  hourCost: number
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
  formulas: Record<'hourCost' | 'yearlySavings' | 'yearlyBenefit' | 'paybackMonths' | 'npv' | 'irr' | 'roi', string>
}

const shares = ['downtimeShare', 'downtimeReduction', 'yieldLossShare', 'yieldReduction', 'idleEnergyShare', 'energyReduction', 'rate'] as const
const hoursOfYear = 366 * 24
/** Beyond it money is no longer counted to the unit. */
const largest = 1e12

function findFault(request: RoiRequest): Checked<null> {
  for (const [field, value] of Object.entries(request) as [string, number | undefined][]) {
    if (value === undefined) continue
    if (!(Number.isFinite(value) && value >= 0)) return refuse('not_a_number', `${field} must be a number from 0 on.`, field)
    if (value > largest) return refuse('out_of_range', `${field} is larger than 1 000 000 000 000.`, field)
  }
  const share = shares.find((field) => request[field] > 1)
  if (share) return refuse('out_of_range', `${share} is a share: it lies between 0 and 1.`, share)
  if (!(Number.isInteger(request.lines) && request.lines >= 1)) return refuse('out_of_range', 'lines is a whole number from 1 on.', 'lines')
  if (request.busyHours > hoursOfYear) return refuse('contradiction', `busyHours is of one line: no year has more than ${hoursOfYear} hours.`, 'busyHours')
  if (!(Number.isInteger(request.years) && request.years >= 1 && request.years <= 30)) return refuse('out_of_range', 'years is a whole number from 1 to 30.', 'years')
  return figure(null)
}

/** As given, or margin × rate; never both, for they could differ. */
function hourCostOf({ hourCost, unitMargin, unitsPerHour }: RoiRequest): Checked<number> {
  if (hourCost !== undefined) {
    const other = unitMargin !== undefined ? 'unitMargin' : unitsPerHour !== undefined ? 'unitsPerHour' : null
    return other ? refuse('contradiction', `${other} says again what hourCost says: send one of the two.`, other) : figure(hourCost)
  }
  if (unitMargin === undefined && unitsPerHour === undefined) return refuse('missing', 'hourCost is missing: what an hour of a standing line costs, or unitMargin and unitsPerHour.', 'hourCost')
  if (unitMargin === undefined) return refuse('missing', 'unitMargin is missing: what a unit leaves after its variable cost.', 'unitMargin')
  if (unitsPerHour === undefined) return refuse('missing', 'unitsPerHour is missing: units that a running line makes in an hour.', 'unitsPerHour')
  return figure(unitMargin * unitsPerHour)
}

/** What less downtime, less lost material and less idle energy are worth: arithmetic on the caller's own assumptions, none of ours. */
export function roiTool(request: RoiRequest): Checked<RoiAnswer> {
  const checked = findFault(request)
  if (!checked.ok) return checked
  const stopped = hourCostOf(request)
  if (!stopped.ok) return stopped
  const { lines, busyHours, downtimeShare, downtimeReduction, materialCost, yieldLossShare, yieldReduction, energyCost, idleEnergyShare, energyReduction, investment, yearlyCost, years, rate } = request
  const savings: RoiAnswer['savings'] = [
    { kind: 'downtime', yearly: lines * busyHours * downtimeShare * downtimeReduction * stopped.value, formula: 'lines × busy hours × downtime share × reduction × cost of an hour' },
    { kind: 'yield', yearly: materialCost * yieldLossShare * yieldReduction, formula: 'material × lost share × reduction' },
    { kind: 'energy', yearly: energyCost * idleEnergyShare * energyReduction, formula: 'energy × base-load share × reduction' },
  ]
  const yearlySavings = savings.reduce((sum, { yearly }) => sum + yearly, 0)
  const yearlyBenefit = yearlySavings - yearlyCost
  const flows = [-investment, ...Array.from({ length: years }, () => yearlyBenefit)]
  const irr = internalRate(flows)
  return figure({
    hourCost: stopped.value, savings, yearlySavings, yearlyBenefit,
    paybackMonths: yearlyBenefit > 0 ? (investment / yearlyBenefit) * 12 : null,
    npv: presentValue(flows, rate),
    irr,
    roi: investment > 0 ? (years * yearlyBenefit - investment) / investment : null,
    undefinedBecause: reasons(investment, yearlyBenefit, irr),
    formulas: { ...formulas, hourCost: request.hourCost === undefined ? 'margin of a unit × units an hour' : 'as given' },
  })
}

const formulas = {
  yearlySavings: 'downtime + yield + energy',
  yearlyBenefit: 'savings a year − cost a year',
  paybackMonths: 'investment ÷ benefit a year × 12',
  npv: '−investment + Σ benefit a year ÷ (1 + rate)^year',
  irr: 'the rate at which the net present value is 0',
  roi: '(years × benefit a year − investment) ÷ investment',
}

function reasons(investment: number, yearlyBenefit: number, irr: number | null): Record<string, string> {
  const isCovered = yearlyBenefit > 0
  const uncovered = 'saves no more than it costs'
  return {
    ...(!isCovered && { paybackMonths: uncovered }),
    ...(irr === null && { irr: investment === 0 ? 'nothing is invested' : !isCovered ? `${uncovered}: no change of sign` : 'no rate between −99.9 % and 100 000 000 %' }),
    ...(investment === 0 && { roi: 'nothing is invested' }),
  }
}

/** Σ flow ÷ (1 + rate)^year; the first flow is now. */
export const presentValue = (flows: number[], rate: number): number => flows.reduce((sum, flow, year) => sum + flow / (1 + rate) ** year, 0)

const lowestRate = -0.999
const highestRate = 1e6

/**
 * The rate at which the present value is 0, by bisection. Null where there is none within the bounds, and where the flows
 * are no payment followed by returns: several rates, or a loan, are not answered.
 */
export function internalRate(flows: number[]): number | null {
  const signs = flows.filter((flow) => flow !== 0).map(Math.sign)
  const changes = signs.filter((sign, i) => i > 0 && sign !== signs[i - 1]).length
  if (signs[0] !== -1 || changes !== 1) return null
  let [low, high] = [lowestRate, highestRate]
  if (presentValue(flows, low) < 0 || presentValue(flows, high) > 0) return null
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2
    if (presentValue(flows, middle) > 0) low = middle
    else high = middle
  }
  // Free of the last bits of the halving; never a negative 0.
  return Math.round(((low + high) / 2) * 1e12) / 1e12 + 0
}
