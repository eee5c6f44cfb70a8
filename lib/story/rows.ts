import type { RuleKind } from '@/lib/alarm/rule'

/** Rows of prisma/schema/{plant,figures}.prisma in camelCase without `tenantId`: the writer of the story adds the tenant. */

export interface PlantNodeRow {
  id: string
  parentId: string | null
  level: 'site' | 'area' | 'line' | 'equipment'
  name: string
  path: string
  position: number
}

export interface ProductRow {
  id: string
  name: string
  countUnit: string
  pieceGrams: number | null
}

export interface ShiftBreak {
  name: string
  startLocal: string
  endLocal: string
}

export interface ShiftPatternRow {
  id: string
  nodeId: string
  name: string
  startLocal: string
  endLocal: string
  weekdays: number[]
  breaks: ShiftBreak[]
}

export type StopKind = 'planned' | 'breakdown' | 'changeover' | 'starved' | 'blocked' | 'minor'

export interface StopReasonRow {
  code: string
  parentCode: string | null
  name: string
  kind: StopKind
}

export interface StopRow {
  id: string
  lineId: string
  equipmentId: string | null
  kind: StopKind
  reasonCode: string
  startsAt: Date
  endsAt: Date | null
  note: string | null
}

/** A span in which a machine did not work. */
export interface EquipmentStateRow {
  equipmentId: string
  lineId: string
  startsAt: Date
  endsAt: Date | null
  state: 'down' | 'minor' | 'changeover' | 'planned' | 'blocked' | 'starved'
  /** Null when it waits for another machine. */
  reasonCode: string | null
}

export interface CostRateRow {
  lineId: string
  /** ISO 4217. */
  currency: string
  busyHour: number
  materialPerKg: number
  energyPerKwh: number
}

export interface ProductionRunRow {
  id: string
  lineId: string
  productId: string
  batchId: string | null
  startsAt: Date
  endsAt: Date | null
  idealRatePerMinute: number
}

export interface ProductionCountRow {
  lineId: string
  bucketAt: Date
  productId: string
  runId: string
  total: number
  reject: number
  rework: number
}

export interface BatchStep {
  step: string
  parameter: string
  unit: string
  planned: number
  actual: number
  /** ISO 8601, UTC. */
  at: string
}

export interface BatchRow {
  id: string
  lineId: string
  productId: string
  startsAt: Date
  endsAt: Date | null
  inputKg: number
  outputKg: number | null
  status: 'running' | 'completed' | 'released' | 'deviation'
  record: BatchStep[]
}

export interface LabResultRow {
  id: string
  batchId: string | null
  nodeId: string
  takenAt: Date
  analyte: string
  value: number
  unit: string
  lsl: number | null
  usl: number | null
}

export interface CharacteristicRow {
  id: string
  nodeId: string
  productId: string
  name: string
  unit: string
  lsl: number | null
  usl: number | null
  target: number | null
  subgroupSize: number
  decimals: number
  phaseIFirst: number
  phaseILast: number
}

export interface SubgroupRow {
  characteristicId: string
  /** From 1, without gaps. */
  index: number
  takenAt: Date
  values: number[]
  excludedReason: string | null
}

export interface MaintenanceEntryRow {
  id: string
  nodeId: string
  kind: 'preventive' | 'corrective' | 'inspection' | 'calibration'
  openedAt: Date
  closedAt: Date | null
  title: string
  detail: string
  technician: string
}

export interface SignalRow {
  id: string
  nodeId: string
  name: string
  unit: string
  decimals: number
  expectedIntervalSeconds: number
  lowLimit: number | null
  highLimit: number | null
  quantity: 'power' | 'plan' | 'temperature' | 'pressure' | 'flow' | 'vibration' | 'level' | 'speed' | 'humidity'
}

export interface AlarmRuleRow {
  id: string
  name: string
  signalId: string
  kind: RuleKind
  /** As `lib/alarm/rule.ts` describes them for the kind. */
  settings: Record<string, unknown>
  priority: 1 | 2 | 3 | 4
  onDelaySeconds: number
  offDelaySeconds: number
  consequence: string
  response: string
}

export interface AlarmRow {
  id: string
  ruleId: string
  signalId: string
  priority: number
  name: string
  value: number | null
  limit: number | null
  raisedAt: Date
  returnedAt: Date
  acknowledgedAt: Date
  acknowledgedBy: string
  closedAt: Date
}

export interface RollupRow {
  signalId: string
  levelSeconds: number
  bucketAt: Date
  count: number
  sum: number
  sumSquares: number
  min: number
  max: number
  first: number
  last: number
}

export type FindingKind = 'bearing-wear' | 'fill-weight-drift' | 'bottleneck' | 'night-energy' | 'batch-deviation'

export interface FindingRow {
  id: string
  nodeId: string
  kind: FindingKind
  title: string
  explanation: string
  hint: string
  since: Date
}

export interface DashboardTile {
  kind: 'oee-trend' | 'downtime-pareto' | 'energy' | 'quality'
  nodeId: string
  window: string
}

export interface DashboardRow {
  id: string
  name: string
  summary: string
  definition: { tiles: DashboardTile[] }
}
