import { cores, crossingReplicas, daysPerMonth, gb, hoursPerMonth, loadOf, planOf, tiersOf } from '@/lib/tools/capacity/plan'
import type { CapacityRequest } from '@/lib/tools/capacity/request'
import { written } from '@/lib/tools/capacity/written'

/** What a line is part of, as the bill is drawn. */
export const billGroups = { machines: 'Machines', stream: 'Stream', history: 'History in PostgreSQL', lake: 'Lake and archive', network: 'Network' } as const
export type BillGroup = keyof typeof billGroups

export interface BillLine {
  id: string
  label: string
  group: BillGroup
  /** Machines, or GB (10^9 bytes) that are rented or sent in a month. */
  quantity: number
  unit: string
  /** US dollars a month, not rounded. */
  monthly: number
  formula: string
  /** The same with its numbers put in. */
  worked: string
  /** How many machines, and why. */
  note: string | null
}

/** One factor of a line: in words, and its number. */
type Factor = [words: string, value: number]
type Head = Pick<BillLine, 'id' | 'label' | 'group'>

const product = (factors: Factor[]): number => factors.reduce((made, [, value]) => made * value, 1)

const line = (head: Head & Pick<BillLine, 'quantity' | 'unit' | 'note'>, factors: Factor[]): BillLine => ({
  ...head,
  monthly: product(factors),
  formula: factors.map(([words]) => words).join(' × '),
  worked: factors.map(([, value]) => written(value)).join(' × '),
})

/** Bytes that are rented or sent, and what a GB of them costs. */
const gbLine = (group: BillGroup, id: string, label: string, price: Factor, ...factors: Factor[]): BillLine =>
  line({ id, label, group, quantity: product(factors), unit: 'GB', note: null }, [...factors, price])

/** Every line of the month. The bill is their sum. */
export const billOf = (request: CapacityRequest): BillLine[] => [...machineLines(request), ...streamLines(request), ...historyLines(request), ...lakeLines(request), ...networkLines(request)]

export const totalOf = (lines: BillLine[]): number => lines.reduce((sum, { monthly }) => sum + monthly, 0)

function machineLines(request: CapacityRequest): BillLine[] {
  const plan = planOf(request)
  const { customers, zones } = request
  const machines = (id: string, label: string, quantity: number, size: keyof typeof cores, note: string) =>
    line({ id, label, group: 'machines', quantity, unit: `machines of ${cores[size]} cores`, note }, [['machines', quantity], ['cores', cores[size]], ['hours', hoursPerMonth], ['$ a core and hour', request.coreHour]])
  const { gateway, rules, history } = plan.coresOf
  return [
    machines('gateways', 'Gateways', plan.gateways, 'small', `${written(gateway)} cores a customer at peak, at least one machine a zone (${zones}); ${customers} customers`),
    machines('brokers', 'Kafka brokers', plan.brokers, 'large', `${written(plan.peakWireMb)} MB/s written at peak ÷ ${written(request.brokerMb)}, at least ${request.replicas}, as many in each zone`),
    machines('task-managers', 'Flink task managers', plan.taskManagers, 'large', `${written(rules)} cores a customer at peak, a slot for each: ${plan.slots} slots`),
    machines('databases', 'History and PostgreSQL', plan.databaseMachines, 'large', `${written(history)} cores a customer at peak: ${plan.cellsPerCustomer} cells each; ${request.databaseCopies} copies of ${plan.cells} cells`),
    machines('portals', 'Portal and workers', plan.portalMachines, 'small', 'Two a customer'),
    machines('control', 'Controllers, job manager, registry', plan.controlMachines, 'small', 'Three, or one a zone'),
  ]
}

const onDisk = ({ diskFill, diskGb }: CapacityRequest) => ({ room: ['1 ÷ filled share', 1 / diskFill] as Factor, price: ['$ a GB', diskGb] as Factor })

function streamLines(request: CapacityRequest): BillLine[] {
  const { streamDiskDays, streamTierDays } = tiersOf(request)
  const { room, price } = onDisk(request)
  const daily: Factor = ['GB of the stream a day', loadOf(request).wireBytes / daysPerMonth / gb]
  return [
    gbLine('stream', 'stream-disks', 'Stream on the brokers’ disks', price, daily, ['days', streamDiskDays], ['replicas', request.replicas], room),
    gbLine('stream', 'stream-tier', 'Stream in the object store', ['$ a GB', request.objectGb], daily, ['days', streamTierDays]),
  ]
}

const dailyReadings = (request: CapacityRequest): Factor => ['billion readings a day', loadOf(request).monthlyReadings / daysPerMonth / 1e9]

function historyLines(request: CapacityRequest): BillLine[] {
  const { rawDays, rollupRows } = tiersOf(request)
  const { room, price } = onDisk(request)
  const copies: Factor = ['copies', request.databaseCopies]
  return [
    gbLine('history', 'raw-disks', 'Raw readings in PostgreSQL', price, dailyReadings(request), ['days', rawDays], ['bytes', request.hotBytes], copies, room),
    gbLine('history', 'rollup-disks', 'Roll-ups in PostgreSQL', price, ['billion signals', loadOf(request).signals / 1e9], ['rows', rollupRows], ['bytes', request.rollupBytes], copies, room),
  ]
}

function lakeLines(request: CapacityRequest): BillLine[] {
  const { lakeDays, archiveDays } = tiersOf(request)
  const bytes: Factor = ['bytes', request.lakeBytes]
  return [
    gbLine('lake', 'lake', 'Lake in the object store', ['$ a GB', request.objectGb], dailyReadings(request), ['days', lakeDays], bytes),
    gbLine('lake', 'archive', 'Lake in the archive', ['$ a GB', request.archiveGb], dailyReadings(request), ['days', archiveDays], bytes),
    gbLine('lake', 'archive-reads', 'Reading the archive', ['$ a GB', request.archiveReadGb], dailyReadings(request), ['days', archiveDays], bytes, ['share read', request.archiveReadShare]),
  ]
}

function networkLines(request: CapacityRequest): BillLine[] {
  const { zones, replicas, consumers, followerFetch } = request
  const { wireBytes, monthlyReadings } = loadOf(request)
  const stream: Factor = ['GB of the stream', wireBytes / gb]
  const price: Factor = ['$ a GB', request.zoneGb]
  const elsewhere = (zones - 1) / zones
  // A reader finds a replica at home unless there are fewer replicas than zones.
  const readElsewhere = followerFetch ? Math.max(0, zones - replicas) / zones : elsewhere
  return [
    gbLine('network', 'balancer', 'Load balancer', ['$ a GB', request.balancerGb], stream),
    gbLine('network', 'produced', 'Zones: gateways to brokers', price, stream, ['share of another zone', elsewhere]),
    gbLine('network', 'replicated', 'Zones: replicas of the stream', price, stream, ['copies to other zones', crossingReplicas(replicas, zones)]),
    gbLine('network', 'consumed', 'Zones: readers of the stream', price, stream, ['readers', consumers], ['share of another zone', readElsewhere]),
    gbLine('network', 'standby', 'Zones: PostgreSQL to its copies', price, ['billion readings', monthlyReadings / 1e9], ['bytes', request.hotBytes], ['log', request.logRatio], ['copies elsewhere', zones === 1 ? 0 : request.databaseCopies - 1]),
  ]
}
