import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { capacityTool } from '@/lib/tools/capacity/capacity-tool'
import { choices } from '@/lib/tools/capacity/choices'
import { capacityNumbers, type CapacityRequest, capacityStart, numberNames } from '@/lib/tools/capacity/request'

const read = (name: string) => readFileSync(path.join(import.meta.dirname, '../../../docs', name), 'utf8')
const document = read('scaling.md')

const answerTo = (request: Partial<CapacityRequest>) => {
  const made = capacityTool({ ...capacityStart, ...request })
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}
const whole = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 0 })
const share = (ratio: number | null) => (ratio === null ? '—' : `${(ratio * 100).toFixed(0)} %`)
const row = (...cells: unknown[]) => `| ${cells.join(' | ')} |`
const start = answerTo({})
const tbOf = (...ids: string[]) => whole(start.lines.filter(({ id }) => ids.includes(id)).reduce((sum, { quantity }) => sum + quantity, 0) / 1000)

const sizes = [[1, 1], [1, 5], [1, 15], [3, 15]].map(([customers, facilities]) => {
  const { load, plan, total } = answerTo({ customers, facilities })
  return row(customers! * facilities!, customers, whole(load.readingsPerSecond), whole(load.peakPerSecond), plan.partitions, plan.brokers, `${plan.slots} on ${plan.taskManagers}`, plan.gateways, plan.cells, `$${whole(total)}`)
})
const steps = start.steps.map(({ with: on, total, fits }) => row(on.length === 0 ? 'no choice' : `+ ${choices[on.at(-1)!].label.toLowerCase()}`, `$${whole(total)}`, fits ? 'yes' : 'no'))
const edge = answerTo({ edgeReduction: true })
const stages = start.stages.map(({ stage, capacityPerSecond, busyAtPeak, busyAtPeakWithoutAZone, caughtUpMinutes }) =>
  row(stage, whole(capacityPerSecond), share(busyAtPeak), share(busyAtPeakWithoutAZone), `${caughtUpMinutes} min`))
const bill = start.lines.map(({ label, quantity, unit, monthly }) => row(label, `${whole(quantity)} ${unit}`, `$${whole(monthly)}`))
const measured = numberNames.filter((name) => capacityNumbers[name].kind === 'measured').map((name) => row(capacityNumbers[name].label, whole(capacityNumbers[name].start), capacityNumbers[name].date))

/** Every sentence and row with a figure of the planner, as the document must say it. */
const said = [
  ...sizes, ...steps, ...stages, ...bill, ...measured,
  row('+ reduction at the edge, which loses readings', `$${whole(edge.total)}`, edge.fits ? 'yes' : 'no'),
  row('**Sum**', '', `**$${whole(start.total)}**`),
  `${start.plan.cellsPerCustomer} cells a customer of up to ${start.plan.facilitiesPerCell} facilities`,
  `${start.plan.partitions} partitions of \`readings\` for each customer`,
  `${whole(start.plan.partitionsPerBroker)} partitions on each broker`,
  `${tbOf('stream-disks', 'raw-disks', 'rollup-disks')} TB on disks, ${tbOf('lake', 'stream-tier')} TB in the object store, ${tbOf('archive')} TB in the archive`,
  `${tbOf('produced', 'replicated', 'consumed', 'standby')} TB a month between zones`,
]

describe('docs/scaling.md', () => {
  it.each(said)('says what the planner computes: %s', (text) => expect(document).toContain(text))

  it('says no sum of money that the planner does not', () => {
    const known = new Set(said.flatMap((text) => text.match(/\$[\d,]+/g) ?? []))
    expect((document.match(/\$[\d,]+/g) ?? []).filter((sum) => !known.has(sum) && sum !== `$${whole(capacityStart.budget)}`)).toEqual([])
  })

  it('stands on rates that docs/performance.md reports', () => {
    const performance = read('performance.md')
    expect(performance).toContain(`${whole(capacityStart.gatewayPerCore)};`)
    expect(performance).toContain(`${whole(capacityStart.historyPerCore * 2)} to 297,000 |`)
    expect(performance).toContain(`${whole(capacityStart.rulesPerSlot)} a core`)
  })
})
