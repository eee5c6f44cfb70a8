import { formatNumber, withUnit } from '@/components/ui/format'
import type { TermView } from '@/components/ui/term-list'
import type { CapacityAnswer } from '@/lib/tools/capacity/capacity-tool'
import type { CapacityRequest } from '@/lib/tools/capacity/request'

/** What is to be run for so many facilities: load, stream, rules, cells, tiers, zones. */
export function planTerms(request: CapacityRequest, { load, plan, lines }: CapacityAnswer): TermView[] {
  const tb = (...ids: string[]) => {
    const value = lines.filter(({ id }) => ids.includes(id)).reduce((sum, { quantity }) => sum + quantity, 0) / 1000
    return withUnit(formatNumber(value, value < 10 ? 1 : 0), 'TB')
  }
  const zones = lines.filter(({ label }) => label.startsWith('Zones')).map(({ id }) => id)
  return [
    { term: 'Readings', termNote: `${withUnit(formatNumber(load.peakPerSecond), 'a second')} at peak; ${formatNumber(load.signals)} signals`, detail: withUnit(formatNumber(load.readingsPerSecond), 'a second') },
    { term: 'Partitions of readings, each customer', termNote: 'Twice its slots, and as many on every broker: they are never changed afterwards', detail: formatNumber(plan.partitions) },
    { term: 'Brokers', termNote: `${formatNumber(plan.partitionsPerBroker)} partitions on each, replicas and all topics counted`, detail: formatNumber(plan.brokers) },
    { term: 'Flink slots', termNote: `${formatNumber(plan.slotsPerCustomer)} a customer, on ${formatNumber(plan.taskManagers)} task managers`, detail: formatNumber(plan.slots) },
    { term: 'Gateways', termNote: `At least one in each of ${formatNumber(request.zones)} zones for each customer`, detail: formatNumber(plan.gateways) },
    { term: 'Cells', termNote: `${formatNumber(plan.cellsPerCustomer)} a customer, of up to ${formatNumber(plan.facilitiesPerCell)} facilities each. A cell is a history with a PostgreSQL of its own`, detail: formatNumber(plan.cells) },
    { term: 'Hot', termNote: 'On disks: stream, raw readings and roll-ups, copies and free room counted', detail: tb('stream-disks', 'raw-disks', 'rollup-disks') },
    { term: 'Lake', termNote: 'In the object store: files of readings, and the stream beyond its disks', detail: tb('lake', 'stream-tier') },
    { term: 'Archive', termNote: 'Older files of the lake', detail: tb('archive') },
    { term: 'Between zones', termNote: 'In a month: stream, its replicas and readers, PostgreSQL’s copies', detail: tb(...zones) },
  ]
}
