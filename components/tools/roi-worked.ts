import type { ScenarioAnswer } from '@/components/tools/roi-fields'
import { formatNumber, formatPercent, formatUndefined, MINUS, withUnit } from '@/components/ui/format'
import type { TermView } from '@/components/ui/term-list'
import type { RoiRequest } from '@/lib/tools/roi-tool'

/** Money to the unit; small amounts, as margins, keep their digits. */
const money = (value: number) => formatNumber(value, Math.abs(value) > 0 && Math.abs(value) < 100 ? 2 : 0)
const share = (ratio: number) => formatPercent(ratio, Number.isInteger(Math.round(ratio * 1e6) / 1e4) ? 0 : 2)

const savingNumbers = (request: RoiRequest, hourCost: number) => ({
  downtime: [formatNumber(request.lines), withUnit(formatNumber(request.busyHours), 'h'), share(request.downtimeShare), share(request.downtimeReduction), money(hourCost)],
  yield: [money(request.materialCost), share(request.yieldLossShare), share(request.yieldReduction)],
  energy: [money(request.energyCost), share(request.idleEnergyShare), share(request.energyReduction)],
})
const names = { downtime: 'Less downtime', yield: 'Less lost material', energy: 'Less base load' }

/** Each figure with its formula and the numbers put in. */
export function workedFigures({ request, answer, horizons }: ScenarioAnswer): TermView[] {
  const { hourCost, savings, yearlySavings, yearlyBenefit, paybackMonths, roi, undefinedBecause, formulas } = answer
  const numbers = savingNumbers(request, hourCost)
  const worked = (formula: string, put: string) => `${formula} = ${put}`
  const last = horizons.find(({ years }) => years === request.years)!
  return [
    ...(request.hourCost === undefined ? [{ term: 'Cost of a stopped hour', termNote: worked(formulas.hourCost, `${money(request.unitMargin!)} × ${formatNumber(request.unitsPerHour!)}`), detail: money(hourCost) }] : []),
    ...savings.map(({ kind, yearly, formula }) => ({ term: names[kind], termNote: worked(formula, numbers[kind].join(' × ')), detail: money(yearly) })),
    { term: 'Savings a year', termNote: worked(formulas.yearlySavings, savings.map(({ yearly }) => money(yearly)).join(' + ')), detail: money(yearlySavings) },
    { term: 'Benefit a year', termNote: worked(formulas.yearlyBenefit, `${money(yearlySavings)} ${MINUS} ${money(request.yearlyCost)}`), detail: money(yearlyBenefit) },
    {
      term: 'Payback',
      termNote: paybackMonths === null ? formulas.paybackMonths : worked(formulas.paybackMonths, `${money(request.investment)} ÷ ${money(yearlyBenefit)} × 12`),
      detail: paybackMonths === null ? formatUndefined(undefinedBecause.paybackMonths!) : withUnit(formatNumber(paybackMonths, 1), 'months'),
    },
    { term: `Net present value, ${request.years} years`, termNote: `${formulas.npv}, rate ${share(request.rate)}`, detail: money(last.answer.npv) },
    { term: `Internal rate of return, ${request.years} years`, termNote: formulas.irr, detail: answer.irr === null ? formatUndefined(undefinedBecause.irr!) : `${formatPercent(answer.irr)} a year` },
    {
      term: `Return on the investment, ${request.years} years`,
      termNote: roi === null ? formulas.roi : worked(formulas.roi, `(${request.years} × ${money(yearlyBenefit)} ${MINUS} ${money(request.investment)}) ÷ ${money(request.investment)}`),
      detail: roi === null ? formatUndefined(undefinedBecause.roi!) : formatPercent(roi, 0),
    },
  ]
}
