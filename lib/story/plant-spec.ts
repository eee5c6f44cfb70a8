import type { AlarmRuleRow, FindingKind, MaintenanceEntryRow, ProductRow, ShiftBreak, SignalRow, StopKind } from '@/lib/story/rows'

/** A story plant as data. Clocks are local `HH:MM`; days are story days (0 = story date). */
export interface PlantSpec {
  site: { name: string; slug: string; timeZone: string; what: string }
  /** ISO 4217, and what a kilowatt-hour costs in it. */
  costs: { currency: string; energyPerKwh: number }
  technicians: string[]
  areas: { id: string; name: string; equipment?: { id: string; name: string }[] }[]
  products: ProductRow[]
  shifts: { id: string; name: string; startLocal: string; endLocal: string; weekdays: number[]; breaks: ShiftBreak[] }[]
  lines: LineSpec[]
  signals: SignalSpec[]
  /** Beside the rules that every limit of a signal has. */
  alarms: AlarmRuleRow[]
  characteristics: CharacteristicSpec[]
  maintenance: ScriptedMaintenance[]
  findings: FindingSpec[]
}

export interface LineSpec {
  id: string
  areaId: string
  name: string
  /** Prefix of batch ids. */
  batchCode: string
  /** In the order of the flow. */
  equipment: { id: string; name: string }[]
  /** The machine that sets the pace: the others are faster and wait for it. */
  constraintId: string
  /** What a planned busy hour of the line costs, and a kilogram of what goes into it. */
  costs: { busyHour: number; materialPerKg: number }
  /** Made in rotation, one run each. */
  makes: { productId: string; label: string; idealRatePerMinute: number }[]
  /** Mean of actual over ideal rate while producing, 0..1. */
  speedRatio: number
  rejectRatio: number
  /** What ends a run every day (or on some weekdays) and takes the line; the next run follows. */
  runBreaks: RunBreak[]
  causes: StopCause[]
  scripted: ScriptedStop[]
  batch: BatchSpec
}

export interface RunBreak {
  code: string
  name: string
  kind: 'planned' | 'changeover'
  clock: string
  minutes: number
  weekdays?: number[]
}

export interface StopCause {
  code: string
  name: string
  kind: StopKind
  equipmentId: string | null
  perDay: number
  medianMinutes: number
  /** σ of the logarithm of the duration. */
  sigma?: number
}

export interface ScriptedStop {
  day: number
  clock: string
  minutes: number
  code: string
  note: string
}

export interface BatchSpec {
  yieldRatio: number
  steps: {
    step: string
    parameter: string
    unit: string
    planned: number
    sd: number
    decimals: number
    atShare: number
  }[]
  lab: LabSpec[]
  /** The first batch that starts on the day says something else in one step; `released` all the same. */
  deviation?: { day: number; parameter: string; actual: number; lab?: { analyte: string; value: number } }
  /** The first batch of the day has a result outside its limits and is held: what a normal deviation looks like. */
  held?: { day: number; analyte: string; value: number }
}

export interface LabSpec {
  analyte: string
  nodeId: string
  unit: string
  mean: number
  sd: number
  decimals: number
  lsl: number | null
  usl: number | null
  perBatch: number
}

export interface CharacteristicSpec {
  id: string
  lineId: string
  nodeId: string
  productId: string
  name: string
  unit: string
  lsl: number | null
  usl: number | null
  target: number
  sigma: number
  decimals: number
  /** Offset of the process centre from target on a story day. */
  centre?: (day: number) => number
}

export type SignalShape =
  /** Pieces a minute of the line. */
  | { kind: 'speed'; lineId: string }
  /** kW of a line by its state. */
  | { kind: 'power'; lineId: string; runningKw: number; idleKw: number; plannedKw: number }
  /** First-order lag towards a target that depends on whether the line runs; without a line it always runs. */
  | {
      kind: 'lag'
      lineId: string | null
      running: number
      idle: number
      tauMinutes: number
      noise: number
      drift?: (day: number) => number
    }
  /** Follows the wall clock: `level(day, hour)`, hour 0..24 local. */
  | { kind: 'clock'; level: (day: number, hour: number) => number; noise: number }
  /** Every other power signal, and what is not metered on its own. */
  | { kind: 'site-power'; baseKw: number }

export type SignalSpec = SignalRow & {
  shape: SignalShape
  gap?: { day: number; clock: string; minutes: number }
}

export interface ScriptedMaintenance {
  day: number
  clock: string
  minutes: number
  nodeId: string
  kind: MaintenanceEntryRow['kind']
  title: string
  detail: string
}

export interface FindingSpec {
  id: string
  nodeId: string
  kind: FindingKind
  title: string
  explanation: string
  hint: string
  day: number
}

/** 0 before `from`, then a straight line to `amount` at `until`, and `after` from then on. */
export const ramp =
  (from: number, until: number, amount: number, after = amount) =>
  (day: number) =>
    day < from ? 0 : day < until ? (amount * (day - from)) / (until - from) : after
