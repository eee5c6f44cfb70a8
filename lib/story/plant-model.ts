import { type Calendar } from '@/lib/story/calendar'
import type { PlantSpec } from '@/lib/story/plant-spec'
import type {
  CharacteristicRow,
  CostRateRow,
  DashboardRow,
  FindingRow,
  PlantNodeRow,
  ShiftPatternRow,
  SignalRow,
  StopReasonRow,
} from '@/lib/story/rows'
import { subgroupSize } from '@/lib/story/sample-subgroups'

export const siteNodeId = 'site'

/** The equipment hierarchy from the site down, parents before children. */
export function plantNodes({ site, areas, lines }: PlantSpec): PlantNodeRow[] {
  const nodes: PlantNodeRow[] = [
    { id: siteNodeId, parentId: null, level: 'site', name: site.name, path: site.slug, position: 0 },
  ]
  const add = (parentId: string, level: PlantNodeRow['level'], id: string, name: string) => {
    const parent = nodes.find((node) => node.id === parentId)!
    const slug = id.slice(id.lastIndexOf('.') + 1)
    const position = nodes.filter((node) => node.parentId === parentId).length
    nodes.push({ id, parentId, level, name, path: `${parent.path}/${slug}`, position })
  }
  for (const area of areas) {
    add(siteNodeId, 'area', area.id, area.name)
    for (const machine of area.equipment ?? []) add(area.id, 'equipment', machine.id, machine.name)
    for (const line of lines.filter((one) => one.areaId === area.id)) {
      add(area.id, 'line', line.id, line.name)
      for (const machine of line.equipment) add(line.id, 'equipment', machine.id, machine.name)
    }
  }
  return nodes
}

export const shiftPatterns = ({ shifts }: PlantSpec): ShiftPatternRow[] =>
  shifts.map((shift) => ({ nodeId: siteNodeId, ...shift }))

const reasonGroups: StopReasonRow[] = [
  { code: 'technical', parentCode: null, name: 'Technical', kind: 'breakdown' },
  { code: 'minor', parentCode: null, name: 'Short stops', kind: 'minor' },
  { code: 'upstream', parentCode: null, name: 'Waiting for material', kind: 'starved' },
  { code: 'downstream', parentCode: null, name: 'Waiting for what follows', kind: 'blocked' },
  { code: 'changeovers', parentCode: null, name: 'Changeovers', kind: 'changeover' },
  { code: 'planned', parentCode: null, name: 'Planned', kind: 'planned' },
]

export const costRates = ({ lines, costs }: PlantSpec): CostRateRow[] =>
  lines.map((line) => ({ lineId: line.id, ...costs, ...line.costs }))

/** Reasons of all lines, each once, under their groups. */
export function stopReasons({ lines }: PlantSpec): StopReasonRow[] {
  const reasons = new Map(reasonGroups.map((group) => [group.code, group]))
  for (const { code, name, kind } of lines.flatMap((line) => [...line.causes, ...line.runBreaks])) {
    const parentCode = reasonGroups.find((group) => group.kind === kind)!.code
    reasons.set(code, { code, parentCode, name, kind })
  }
  return [...reasons.values()]
}

export const signalRows = ({ signals }: PlantSpec): SignalRow[] =>
  signals.map(({ id, nodeId, name, unit, decimals, expectedIntervalSeconds, lowLimit, highLimit, quantity }) => ({
    id,
    nodeId,
    name,
    unit,
    decimals,
    expectedIntervalSeconds,
    lowLimit,
    highLimit,
    quantity,
  }))

/** Phase I is the first 25 subgroups of each characteristic. */
export const characteristicRows = ({ characteristics }: PlantSpec): CharacteristicRow[] =>
  characteristics.map(({ id, nodeId, productId, name, unit, lsl, usl, target, decimals }) => ({
    id,
    nodeId,
    productId,
    name,
    unit,
    lsl,
    usl,
    target,
    subgroupSize,
    decimals,
    phaseIFirst: 1,
    phaseILast: 25,
  }))

export const findingRows = ({ findings }: PlantSpec, calendar: Calendar): FindingRow[] =>
  findings.map(({ day, ...finding }) => ({ ...finding, since: new Date(calendar.at(day, 0)) }))

export function dashboardRows({ lines, site }: PlantSpec): DashboardRow[] {
  const tile = (kind: DashboardRow['definition']['tiles'][number]['kind'], nodeId: string, window = '30d') => ({
    kind,
    nodeId,
    window,
  })
  return [
    {
      id: 'month',
      name: 'The month',
      summary: `${site.name}: OEE of each line over 30 days`,
      definition: { tiles: lines.map((line) => tile('oee-trend', line.id)) },
    },
    {
      id: 'losses',
      name: 'Losses',
      summary: 'What stopped each line, by minutes',
      definition: { tiles: lines.map((line) => tile('downtime-pareto', line.id, '7d')) },
    },
    {
      id: 'energy',
      name: 'Energy',
      summary: 'Site and lines, day and night',
      definition: { tiles: [tile('energy', siteNodeId), ...lines.map((line) => tile('energy', line.id, '7d'))] },
    },
    {
      id: 'quality',
      name: 'Quality',
      summary: 'Rejects and laboratory results',
      definition: { tiles: lines.map((line) => tile('quality', line.id)) },
    },
  ]
}
