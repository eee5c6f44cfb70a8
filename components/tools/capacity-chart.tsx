'use client'

import { Bar, BarChart, CartesianGrid, Legend, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { chartHeight, type StepView } from '@/components/tools/capacity-steps'
import { formatNumber } from '@/components/ui/format'

const tick = { fontSize: 11, fill: 'var(--ink-3)' }
const thousands = (value: number) => `${formatNumber(value / 1000)} k`

/** A bar for each step of the bill, made of its groups, and the budget across them. The table beside it has the same numbers. */
export default function CapacityChart({ steps, groups, budget }: { steps: StepView[]; groups: string[]; budget: number }) {
  return (
    <ResponsiveContainer width="100%" height={chartHeight(steps.length)} initialDimension={{ width: 560, height: chartHeight(steps.length) }}>
      <BarChart layout="vertical" data={steps} margin={{ top: 16, right: 16, bottom: 0, left: 0 }} accessibilityLayer title="Bill a month by step">
        <CartesianGrid horizontal={false} stroke="var(--line)" />
        <XAxis type="number" tick={tick} tickFormatter={thousands} stroke="var(--line-strong)" />
        <YAxis type="category" dataKey="name" width={108} tick={tick} axisLine={false} tickLine={false} />
        <Tooltip isAnimationActive={false} formatter={(value) => `$ ${formatNumber(Number(value))}`} contentStyle={{ background: 'var(--raised)', border: '1px solid var(--line-strong)', borderRadius: 2, color: 'var(--ink)' }} />
        <Legend itemSorter={null} wrapperStyle={{ fontSize: 12 }} formatter={(group) => <span className="text-ink-2">{group}</span>} />
        {groups.map((group, i) => (
          <Bar key={group} dataKey={group} stackId="bill" fill={`var(--s${i + 1})`} maxBarSize={22} isAnimationActive={false} />
        ))}
        <ReferenceLine x={budget} ifOverflow="extendDomain" stroke="var(--ink)" strokeDasharray="5 3" label={{ value: 'budget', position: 'top', fontSize: 11, fill: 'var(--ink-2)' }} />
      </BarChart>
    </ResponsiveContainer>
  )
}
