import type { SignalShape, SignalSpec, StopCause } from '@/lib/story/plant-spec'
import type { SignalRow, StopKind } from '@/lib/story/rows'

interface Options {
  decimals?: number
  low?: number
  high?: number
  gap?: SignalSpec['gap']
}

/** A signal with one value a minute. */
export const signal = (
  nodeId: string,
  quantity: SignalRow['quantity'],
  name: string,
  unit: string,
  shape: SignalShape,
  { decimals = 1, low, high, gap }: Options = {},
): SignalSpec => ({
  id: `${nodeId}.${quantity}`,
  nodeId,
  name,
  unit,
  decimals,
  expectedIntervalSeconds: 60,
  lowLimit: low ?? null,
  highLimit: high ?? null,
  quantity,
  shape,
  gap,
})

/** Speed and power of a line. */
export const lineSignals = (lineId: string, name: string, countUnit: string, runningKw: number): SignalSpec[] => [
  signal(lineId, 'speed', `${name} speed`, `${countUnit}/min`, { kind: 'speed', lineId }),
  signal(lineId, 'power', `${name} electric power`, 'kW', { kind: 'power', lineId, runningKw, idleKw: runningKw * 0.34, plannedKw: runningKw * 0.45 }),
]

export const cause = (
  code: string,
  name: string,
  kind: StopKind,
  equipmentId: string | null,
  perDay: number,
  medianMinutes: number,
  sigma?: number,
): StopCause => ({ code, name, kind, equipmentId, perDay, medianMinutes, sigma })

/** Whether the hour lies between two clocks, over midnight when `from` is after `to`. */
export const atNight = (hour: number, from: number, to: number): boolean => (from > to ? hour >= from || hour < to : hour >= from && hour < to)

/** A swing over the day with its peak at 15:00, −1..1. */
export const warmthOfDay = (hour: number): number => Math.cos(((hour - 15) / 24) * 2 * Math.PI)
