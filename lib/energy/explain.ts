import { type BaseLoad, type EnergyModel, fewestHours, type NightRow } from '@/lib/energy/base-load'
import type { Defined, EnergyUse } from '@/lib/energy/energy-use'
import { nightFrom, nightTo } from '@/lib/energy/nights'

export const energyFigures = ['energy', 'per-thousand', 'per-tonne', 'base-load', 'night-waste', 'baseline'] as const
export type EnergyFigureKey = (typeof energyFigures)[number]

/** A number with its unit and the decimals it is shown with. */
export interface EnergyTerm {
  name: string
  value: Defined
  unit: string
  digits: number
  source: string
}

export interface EnergyExplanation {
  name: string
  value: Defined
  unit: string
  digits: number
  formula: string
  inputs: EnergyTerm[]
  conventions: string[]
}

export interface EnergyFacts {
  use: EnergyUse
  base: BaseLoad | null
  baseline: EnergyModel | null
  nights: NightRow[]
  thriftyKw: number | null
  wastePerNightKwh: number | null
  /** Names of the meters that are added up. */
  meters: string[]
}

const none = (undefinedBecause: string): Defined => ({ undefinedBecause })
const term = (name: string, value: Defined, unit: string, source: string, digits = 0): EnergyTerm => ({ name, value, unit, digits, source })
const measured = [
  'Energy is mean power × measured time, by quarters of an hour. A gap is reported as not measured and never filled up.',
  'A period is taken by whole hours. No rounding before display.',
]
const month = 'of the last 30 days'
const fewHours = none(`fewer than ${fewestHours} hours without gaps`)

/** How a figure was made: formula, the numbers in it, where they come from, and what was agreed about them. */
export function explainEnergy(figure: EnergyFigureKey, facts: EnergyFacts): EnergyExplanation {
  switch (figure) {
    case 'energy':
      return explainUse(facts)
    case 'per-thousand':
    case 'per-tonne':
      return explainPerUnit(figure, facts)
    case 'base-load':
      return explainBaseLoad(facts)
    case 'night-waste':
      return explainNights(facts)
    case 'baseline':
      return explainBaseline(facts)
  }
}

const kwhOf = ({ kwh, coveredMinutes }: EnergyUse): Defined => (coveredMinutes > 0 ? kwh : none('nothing measured'))
const energyTerm = ({ use, meters }: EnergyFacts) => term('Energy', kwhOf(use), 'kWh', meters.join(', '), 1)
const uncoveredTerm = ({ use }: EnergyFacts) => term('Not measured', use.uncoveredMinutes, 'min', 'minutes without a reading')

const explainUse = (facts: EnergyFacts): EnergyExplanation => ({
  name: 'Energy', value: kwhOf(facts.use), unit: 'kWh', digits: 1,
  formula: 'Σ mean power × measured time ÷ 60',
  inputs: [
    term('Meters', facts.meters.length, '', facts.meters.join(', ')),
    term('Measured', facts.use.coveredMinutes, 'min', 'readings, one an expected interval'),
    uncoveredTerm(facts),
  ],
  conventions: [...measured, 'Of several meters that time is measured which all of them report.'],
})

function explainPerUnit(figure: 'per-thousand' | 'per-tonne', facts: EnergyFacts): EnergyExplanation {
  const { use } = facts
  const isMass = figure === 'per-tonne'
  return {
    name: isMass ? 'Energy a tonne of good product' : 'Energy a thousand good pieces',
    value: isMass ? use.perTonne : use.perThousand, unit: 'kWh', digits: 2,
    formula: isMass ? 'energy ÷ mass of good pieces, kg × 1000' : 'energy ÷ good pieces × 1000',
    inputs: [
      energyTerm(facts),
      isMass ? term('Mass of good pieces', use.goodKg, 'kg', 'good pieces × mass of a piece, by product') : term('Good pieces', use.goodPieces, '', 'counted less rejected, by quarter of an hour'),
      uncoveredTerm(facts),
    ],
    conventions: [
      ...measured,
      'All energy of the place is shared out, base load and stops included.',
      'Pieces made while nothing was measured count: with gaps the figure is too low.',
      isMass ? 'Mass is added over the lines: what one makes of another’s output is in both.' : 'Pieces are added when they are all called the same: cups, or tablets.',
    ],
  }
}

const explainBaseLoad = ({ base }: EnergyFacts): EnergyExplanation => ({
  name: 'Base load', value: base ? base.kw : fewHours, unit: 'kW', digits: 1,
  formula: `median of the lowest tenth of hours ${base?.of === 'idle' ? 'without output' : ''}`.trim(),
  inputs: base ? [term('Hours in that tenth', base.hours, 'h', `hours without gaps ${month}`)] : [],
  conventions: [
    ...(base ? [base.of === 'all' ? 'Taken from all hours: too few are without output, or no output is known here.' : 'Taken from hours in which nothing was made.'] : []),
    'A median of the lowest tenth, at least three hours, and not the minimum: one odd hour does not move it.',
    `Hours with a gap are left out. With fewer than ${fewestHours} there is none.`,
  ],
})

const explainNights = ({ wastePerNightKwh, thriftyKw, nights }: EnergyFacts): EnergyExplanation => ({
  name: 'Night waste', value: wastePerNightKwh ?? none('fewer than four nights'), unit: 'kWh a night', digits: 1,
  formula: 'Σ (energy of a night − thrifty power × its measured time) ÷ nights; a night below it counts 0',
  inputs: [
    term('Thrifty power', thriftyKw ?? none('fewer than four nights'), 'kW', 'median of the thriftiest quarter of nights', 1),
    term('Nights', nights.length, '', `${nightFrom}:00 to 0${nightTo}:00 on the site’s clock, ${month}`),
    term('Above it in all', nights.reduce((sum, { wasteKwh }) => sum + wasteKwh, 0), 'kWh', 'sum over the nights'),
  ],
  conventions: [
    'A plant is compared with its own best nights, so that one which produces through the night is judged too. What was made at night is in it.',
    'The thriftiest quarter is taken from nights that were measured for more than 80 % of the longest.',
  ],
})

const explainBaseline = ({ baseline }: EnergyFacts): EnergyExplanation => ({
  name: 'R² of the energy baseline', value: baseline ? baseline.rSquared : none('output does not vary enough'), unit: '', digits: 3,
  formula: 'variation of energy an hour that base + slope × output explains ÷ all of it',
  inputs: baseline
    ? [
        term('Base', baseline.base, 'kWh an hour', 'at no output', 1),
        term('Slope', baseline.perIdealMinute, 'kWh a minute', 'more for a minute of output at ideal speed', 3),
        term('Hours', baseline.hours, 'h', `without gaps, ${month}`),
      ]
    : [],
  conventions: [
    'The energy baseline of ISO 50006 with output as its one relevant variable, by ordinary least squares.',
    'Output is minutes at ideal speed, added over lines: pieces of different products do not add up.',
    'The line describes the month as it was, waste included; it is no target.',
  ],
})
