import type { ScenarioAnswer } from '@/components/tools/roi-fields'
import { DASH, formatNumber, formatPercent, MINUS, withUnit } from '@/components/ui/format'
import type { TermView } from '@/components/ui/term-list'
import type { RoiRequest } from '@/lib/tools/roi-tool'

/** As many digits as it has, two at most. */
const digitsOf = (value: number) => [0, 1].find((digits) => Math.abs(value - Number(value.toFixed(digits))) < 1e-9) ?? 2
const given = (value: number) => formatNumber(value, digitsOf(value))
/** Made of given ones: to the unit, small amounts to the hundredth. */
const money = (value: number) => formatNumber(value, Math.abs(value) < 100 ? digitsOf(value) : 0)
const share = (ratio: number) => formatPercent(ratio, digitsOf(ratio * 100))

const savingNumbers = (request: RoiRequest, hourCost: number) => ({
  downtime: [formatNumber(request.lines), withUnit(given(request.busyHours), 'h'), share(request.downtimeShare), share(request.downtimeReduction), given(hourCost)],
  yield: [given(request.materialCost), share(request.yieldLossShare), share(request.yieldReduction)],
  energy: [given(request.energyCost), share(request.idleEnergyShare), share(request.energyReduction)],
})
const names = { downtime: 'Less downtime', yield: 'Less lost material', energy: 'Less base load' }

/** Each figure with its formula and the numbers put in. */
export function workedFigures({ request, answer, horizons }: ScenarioAnswer): TermView[] {
  const { hourCost, savings, yearlySavings, yearlyBenefit, paybackMonths, roi, undefinedBecause, formulas } = answer
  const numbers = savingNumbers(request, hourCost)
  const worked = (formula: string, put: string) => `${formula} = ${put}`
  const because = (key: 'paybackMonths' | 'irr' | 'roi') => `not defined: ${undefinedBecause[key]}; else ${formulas[key]}`
  const last = horizons.find(({ years }) => years === request.years)!
  return [
    ...(request.hourCost === undefined ? [{ term: 'Cost of a stopped hour', termNote: worked(formulas.hourCost, `${given(request.unitMargin!)} × ${given(request.unitsPerHour!)}`), detail: given(hourCost) }] : []),
    ...savings.map(({ kind, yearly, formula }) => ({ term: names[kind], termNote: worked(formula, numbers[kind].join(' × ')), detail: money(yearly) })),
    { term: 'Savings a year', termNote: worked(formulas.yearlySavings, savings.map(({ yearly }) => money(yearly)).join(' + ')), detail: money(yearlySavings) },
    { term: 'Benefit a year', termNote: worked(formulas.yearlyBenefit, `${money(yearlySavings)} ${MINUS} ${given(request.yearlyCost)}`), detail: money(yearlyBenefit) },
    {
      term: 'Payback',
      termNote: paybackMonths === null ? because('paybackMonths') : worked(formulas.paybackMonths, `${given(request.investment)} ÷ ${money(yearlyBenefit)} × 12`),
      detail: paybackMonths === null ? DASH : withUnit(formatNumber(paybackMonths, 1), 'months'),
    },
    { term: `Net present value, ${request.years} years`, termNote: `${formulas.npv}, rate ${share(request.rate)}`, detail: money(last.answer.npv) },
    { term: `Internal rate of return, ${request.years} years`, termNote: answer.irr === null ? because('irr') : formulas.irr, detail: answer.irr === null ? DASH : `${formatPercent(answer.irr)} a year` },
    {
      term: `Return on the investment, ${request.years} years`,
      termNote: roi === null ? because('roi') : worked(formulas.roi, `(${request.years} × ${money(yearlyBenefit)} ${MINUS} ${given(request.investment)}) ÷ ${given(request.investment)}`),
      detail: roi === null ? DASH : formatPercent(roi, 0),
    },
  ]
}
