import { alarmRules } from '@/lib/story/alarm-rules'
import { countPieces } from '@/lib/story/count-pieces'
import { machineStates } from '@/lib/story/machine-states'
import {
  characteristicRows,
  costRates,
  dashboardRows,
  findingRows,
  plantNodes,
  shiftPatterns,
  signalRows,
  siteNodeId,
  stopReasons,
} from '@/lib/story/plant-model'
import { randomFor } from '@/lib/story/random'
import type {
  AlarmRuleRow,
  BatchRow,
  CharacteristicRow,
  CostRateRow,
  DashboardRow,
  EquipmentStateRow,
  FindingRow,
  LabResultRow,
  MaintenanceEntryRow,
  PlantNodeRow,
  ProductionCountRow,
  ProductionRunRow,
  ProductRow,
  ShiftPatternRow,
  SignalRow,
  StopReasonRow,
  StopRow,
  SubgroupRow,
} from '@/lib/story/rows'
import { sampleSubgroups } from '@/lib/story/sample-subgroups'
import { type ShiftWindows, shiftWindows } from '@/lib/story/shift-windows'
import { type Industry, plantSpecs, type Simulation, simulationOf } from '@/lib/story/simulation'
import { batchIds, writeBatches } from '@/lib/story/write-batches'
import { writeMaintenance } from '@/lib/story/write-maintenance'

export type { Industry } from '@/lib/story/simulation'

export interface StoryRows {
  plantNodes: PlantNodeRow[]
  products: ProductRow[]
  shiftPatterns: ShiftPatternRow[]
  stopReasons: StopReasonRow[]
  costRates: CostRateRow[]
  stops: StopRow[]
  equipmentStates: EquipmentStateRow[]
  productionRuns: ProductionRunRow[]
  productionCounts: ProductionCountRow[]
  batches: BatchRow[]
  labResults: LabResultRow[]
  characteristics: CharacteristicRow[]
  subgroups: SubgroupRow[]
  maintenanceEntries: MaintenanceEntryRow[]
  signals: SignalRow[]
  alarmRules: AlarmRuleRow[]
  findings: FindingRow[]
  dashboards: DashboardRow[]
}

export interface Site {
  /** Id of the plant's root node. */
  nodeId: string
  name: string
  /** IANA name. */
  timeZone: string
  /** First part of every path of the plant. */
  slug: string
  /** What the plant makes, in a few words. */
  what: string
}

export const siteOf = (industry: Industry): Site => ({ nodeId: siteNodeId, ...plantSpecs[industry].site })

/**
 * The rows of a plant's story for local days −30 to +2 around `storyDate` (`YYYY-MM-DD` at the site): the same rows for
 * the same arguments. Every span has its end, those after day 0 too: who plays the story hides what is still to come.
 */
export function generateStory(industry: Industry, storyDate: string): StoryRows {
  const simulation = simulationOf(industry, storyDate)
  const { plant, calendar, key } = simulation
  const shifts = shiftWindows(plant, calendar)
  const lines = simulation.lines.map((one) => lineRows(one, simulation, shifts))
  const stops = lines.flatMap((one) => one.stops)
  return {
    plantNodes: plantNodes(plant),
    products: plant.products.map((product) => ({ ...product })),
    shiftPatterns: shiftPatterns(plant),
    stopReasons: stopReasons(plant),
    costRates: costRates(plant),
    stops,
    equipmentStates: lines.flatMap((one) => one.equipmentStates),
    productionRuns: lines.flatMap((one) => one.productionRuns),
    productionCounts: lines.flatMap((one) => one.productionCounts),
    batches: lines.flatMap((one) => one.batches),
    labResults: lines.flatMap((one) => one.labResults),
    characteristics: characteristicRows(plant),
    subgroups: lines.flatMap((one) => one.subgroups),
    maintenanceEntries: writeMaintenance(plant, stops, calendar, key),
    signals: signalRows(plant),
    alarmRules: alarmRules(plant),
    findings: findingRows(plant, calendar),
    dashboards: dashboardRows(plant),
  }
}

function lineRows(
  { spec, line, minutes }: Simulation['lines'][number],
  { plant, calendar, key }: Simulation,
  shifts: ShiftWindows,
) {
  const productionCounts = countPieces(spec, line, minutes, calendar, key)
  const ids = batchIds(spec, line, calendar)
  const productionRuns = line.runs.map(({ id, make, start, end }, i) => ({
    id,
    lineId: spec.id,
    productId: make.productId,
    batchId: ids[i]!,
    startsAt: new Date(start),
    endsAt: new Date(end),
    idealRatePerMinute: make.idealRatePerMinute,
  }))
  const mine = plant.characteristics.filter((one) => one.lineId === spec.id)
  const subgroups = mine.flatMap((one) => sampleSubgroups(one, minutes, calendar, key))
  return {
    stops: line.stops.map((stop) => ({ ...stop })),
    equipmentStates: machineStates(spec, line, shifts, randomFor(`${key}:${spec.id}:states`)),
    productionRuns,
    productionCounts,
    subgroups,
    ...writeBatches(spec, line, productionCounts, plant.products, calendar, key),
  }
}
