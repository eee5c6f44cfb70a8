import { cores, loadOf, planOf } from '@/lib/tools/capacity/plan'
import type { CapacityRequest } from '@/lib/tools/capacity/request'
import { simulateDay, type StageDay } from '@/lib/tools/capacity/simulate-day'

export const stageNames = ['gateways', 'rules', 'history'] as const

export interface StageView extends StageDay {
  stage: (typeof stageNames)[number]
  /** Of one customer, readings a second, with every core busy. */
  capacityPerSecond: number
  /** Of its capacity at peak, 0..1. */
  busyAtPeak: number
  /** The same with one zone away; null where there is one zone only. */
  busyAtPeakWithoutAZone: number | null
}

const awayMinutes = 60

/** Whether what was planned for a customer carries its load: at peak, without a zone, and after an hour away. */
export function stagesOf(request: CapacityRequest): StageView[] {
  const { readingsPerSecond, peakPerSecond } = loadOf(request)
  const plan = planOf(request)
  const { customers, zones, peakRatio } = request
  const capacity = {
    gateways: (plan.gateways / customers) * cores.small * request.gatewayPerCore,
    rules: plan.slotsPerCustomer * request.rulesPerSlot,
    history: plan.cellsPerCustomer * cores.large * request.historyPerCore,
  }
  return stageNames.map((stage) => {
    const busyAtPeak = peakPerSecond / customers / capacity[stage]
    // A database's copy in another zone takes the whole of its cell; the others share what the zone carried.
    const left = stage === 'history' && request.databaseCopies > 1 ? 1 : (zones - 1) / zones
    return {
      stage, capacityPerSecond: capacity[stage], busyAtPeak,
      busyAtPeakWithoutAZone: zones > 1 ? busyAtPeak / left : null,
      ...simulateDay({ meanPerSecond: readingsPerSecond / customers, peakRatio, capacityPerSecond: capacity[stage], awayMinutes }),
    }
  })
}
