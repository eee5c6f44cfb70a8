import type { ChartTableView } from '@/components/charts/chart-table'
import { formatNumber } from '@/components/ui/format'
import { type BillGroup, billGroups, type BillLine, totalOf } from '@/lib/tools/capacity/bill'
import type { CapacityAnswer } from '@/lib/tools/capacity/capacity-tool'
import { choices } from '@/lib/tools/capacity/choices'

/** A bar for each step, the axis and the legend. */
export const chartHeight = (steps: number): number => steps * 40 + 96

const groupKeys = Object.keys(billGroups) as BillGroup[]
export const groupNames: string[] = Object.values(billGroups)

export const linesOf = (lines: BillLine[], group: BillGroup): BillLine[] => lines.filter((line) => line.group === group)

const stepName = (step: CapacityAnswer['steps'][number]): string => {
  const last = step.with.at(-1)
  return last ? `+ ${choices[last].label}` : 'No choice'
}

/** Dollars a month by the name of the group. */
export type StepView = { name: string; [group: string]: string | number }

export const stepViews = (steps: CapacityAnswer['steps']): StepView[] =>
  steps.map((step) => ({ name: stepName(step), ...Object.fromEntries(groupKeys.map((group) => [billGroups[group], totalOf(linesOf(step.lines, group))])) }))

export const stepTable = (steps: CapacityAnswer['steps']): ChartTableView => ({
  columns: [{ head: 'Step' }, ...[...groupNames, 'Sum'].map((head) => ({ head, align: 'right' as const }))],
  rows: steps.map((step) => [stepName(step), ...groupKeys.map((group) => formatNumber(totalOf(linesOf(step.lines, group)))), formatNumber(step.total)]),
})
