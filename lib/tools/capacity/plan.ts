import type { CapacityRequest } from '@/lib/tools/capacity/request'
import { usualRetention } from '@/lib/telemetry/retention'

export const hoursPerMonth = 730
const secondsPerMonth = hoursPerMonth * 3600
export const daysPerMonth = hoursPerMonth / 24
/** A TB is 10^12 bytes, a GB 10^9. */
const bytesPerTb = 1e12
export const gb = 1e9

/** Machines are planned by cores: small ones pass readings on, large ones keep or judge them. */
export const cores = { small: 2, large: 8 }
/** Controllers of Kafka, Flink's job manager and the schema registry, side by side on each. */
const controlMachines = 3
/** Portal and workers of a customer: one answers while the other is brought forward. */
const portalMachines = 2
/** Partitions are never changed afterwards: twice the slots of today leave room to grow. */
const growth = 2
/** Topics that have as many partitions as readings (readings, events, alerts), and those that have one (rules, dead-letters). */
const topics = { wide: 3, single: 2 }

const ceilTo = (value: number, step: number): number => Math.ceil(value / step) * step

/** How many copies cross to another zone for one that is written: replicas are spread over the zones as evenly as they can be. */
export function crossingReplicas(replicas: number, zones: number): number {
  const each = Array.from({ length: zones }, (_, zone) => Math.floor(replicas / zones) + (zone < replicas % zones ? 1 : 0))
  return (replicas ** 2 - each.reduce((sum, count) => sum + count ** 2, 0)) / replicas
}

/** What flows: readings a second of a mean hour, bytes of a month. */
export function loadOf(request: CapacityRequest) {
  const { customers, facilities, tbPerMonth, bytesPerReading, peakRatio, readingsHz } = request
  const kept = request.edgeReduction ? 1 - request.edgeShare : 1
  const sentBytes = customers * facilities * tbPerMonth * bytesPerTb
  const monthlyReadings = (sentBytes / bytesPerReading) * kept
  const readingsPerSecond = monthlyReadings / secondsPerMonth
  return {
    sentBytes, monthlyReadings, readingsPerSecond,
    peakPerSecond: readingsPerSecond * peakRatio,
    wireBytes: (sentBytes * kept) / (request.compression ? request.wireRatio : 1),
    /** Of all that is measured: the edge sends less of each signal. */
    signals: sentBytes / bytesPerReading / secondsPerMonth / readingsHz,
  }
}

/** How many of everything; what belongs to one customer is rounded up for each. */
export function planOf(request: CapacityRequest) {
  const { customers, zones, replicas, loadShare } = request
  const { peakPerSecond, wireBytes } = loadOf(request)
  const customerPeak = peakPerSecond / customers
  const coresFor = (perCore: number) => customerPeak / (perCore * loadShare)
  const coresOf = { gateway: coresFor(request.gatewayPerCore), rules: coresFor(request.rulesPerSlot), history: coresFor(request.historyPerCore) }
  const peakWireMb = (wireBytes / secondsPerMonth / 1e6) * request.peakRatio
  const brokers = ceilTo(Math.max(zones, replicas, peakWireMb / request.brokerMb), zones)
  const slotsPerCustomer = Math.ceil(coresOf.rules)
  const cellsPerCustomer = Math.ceil(coresOf.history / cores.large)
  const partitions = ceilTo(Math.max(brokers, growth * slotsPerCustomer), brokers)
  return {
    coresOf, peakWireMb, partitions, brokers,
    partitionsPerBroker: Math.ceil((customers * (topics.wide * partitions + topics.single) * replicas) / brokers),
    slotsPerCustomer, slots: slotsPerCustomer * customers,
    taskManagers: Math.ceil((slotsPerCustomer * customers) / cores.large),
    gateways: customers * Math.max(zones, Math.ceil(coresOf.gateway / cores.small)),
    cellsPerCustomer, cells: cellsPerCustomer * customers,
    facilitiesPerCell: Math.ceil(request.facilities / cellsPerCustomer),
    databaseMachines: cellsPerCustomer * customers * request.databaseCopies,
    portalMachines: customers * portalMachines,
    controlMachines: Math.max(controlMachines, zones),
  }
}

const rollupLevels = [
  { rowsPerDay: 1440, days: usualRetention.minutesDays },
  { rowsPerDay: 96, days: usualRetention.quartersDays },
  { rowsPerDay: 24, days: usualRetention.hoursDays },
  { rowsPerDay: 1, days: Infinity },
]

/** How long each tier keeps what, days; rows of roll-ups that a signal has once all of them are kept. */
export function tiersOf(request: CapacityRequest) {
  const keptDays = request.retentionMonths * daysPerMonth
  const streamDiskDays = request.tiering ? Math.min(request.streamHotHours / 24, request.streamDays) : request.streamDays
  const lakeDays = request.tiering ? Math.min(request.lakeDays, keptDays) : keptDays
  return {
    streamDiskDays, streamTierDays: request.streamDays - streamDiskDays,
    rawDays: request.rollups ? Math.min(request.readingsDays, keptDays) : keptDays,
    rollupRows: rollupLevels.reduce((sum, { rowsPerDay, days }) => sum + rowsPerDay * Math.min(days, keptDays), 0),
    lakeDays, archiveDays: keptDays - lakeDays,
  }
}
