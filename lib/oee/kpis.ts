import { type Checked, figure, refuse } from '@/lib/figures/refusal'
import type { LineOee, Ratio } from '@/lib/oee/oee'

/** Time elements of ISO 22400-2 in minutes, and quantities in pieces; what the KPIs are made of. */
export interface KpiElements {
  /** All time of the period; null leaves TEEP out. */
  calendarMinutes: number | null
  /** Shifts: planned operation time. */
  operationMinutes: number
  /** PBT: planned busy time. */
  plannedBusyMinutes: number
  /** APT: actual production time. */
  productionMinutes: number
  /** AUST: actual unit setup time. */
  setupMinutes: number
  /** ADET: actual unit delay time: malfunctions and minor stops while an order is worked on. */
  delayMinutes: number
  /** PRI × PQ: what all pieces would take at the planned run time per item, and what the good ones would. */
  idealMinutes: number
  idealGoodMinutes: number
  /** PQ, GQ = PQ − reject, RQ. Scrap is what was rejected and not reworked. */
  total: number
  reject: number
  rework: number
  /** Electric energy of the period; null when not metered. */
  energyKwh: number | null
  /** Pieces that customers want in this period; null leaves takt time out. */
  demand: number | null
}

export type KpiKey =
  | 'availability' | 'effectiveness' | 'qualityRatio' | 'oee' | 'nee' | 'ooe' | 'teep' | 'allocationEfficiency' | 'utilisationEfficiency'
  | 'technicalEfficiency' | 'setupRatio' | 'throughputRate' | 'scrapRatio' | 'reworkRatio' | 'firstPassYield' | 'energyPerUnit' | 'taktTime'

export interface Kpi {
  key: KpiKey
  name: string
  /** A ratio where `unit` is empty. */
  value: Ratio
  unit: '' | 'pieces/min' | 'Wh/piece' | 's/piece'
  /** In the symbols of the standard. */
  formula: string
  numerator: number
  denominator: number
  source: string
}

const standard = 'ISO 22400-2'

/**
 * Every KPI of a period from its elements. AUPT is production and setup, AUBT that and delay; the rest of planned busy
 * time is down time (ADOT: available, but not working). Nothing is rounded; what has no denominator is undefined, never
 * 0 and never 1. Refuses elements that contradict each other, naming the field.
 */
export function kpisOf(elements: KpiElements): Checked<Kpi[]> {
  const fault = findFault(elements)
  if (fault) return fault
  const { calendarMinutes, operationMinutes, plannedBusyMinutes: pbt, productionMinutes: apt, setupMinutes, delayMinutes, idealMinutes, idealGoodMinutes, total, reject, rework, energyKwh, demand } = elements
  const processing = apt + setupMinutes
  const unitBusy = processing + delayMinutes
  const good = total - reject
  const kpi = (key: KpiKey, name: string, formula: string, numerator: number, denominator: number, because: string, { unit = '', source = standard }: Partial<Pick<Kpi, 'unit' | 'source'>> = {}): Kpi => ({
    key, name, unit, formula, numerator, denominator, source, value: denominator > 0 ? numerator / denominator : { undefinedBecause: because },
  })
  const qualityOf = (denominator: number, key: KpiKey, name: string, formula: string, because: string, source = standard) => kpi(key, name, formula, idealGoodMinutes, denominator, because, { source })
  const kpis = [
    kpi('availability', 'Availability', 'APT ÷ PBT', apt, pbt, 'no planned busy time'),
    kpi('effectiveness', 'Effectiveness', 'PRI × PQ ÷ APT', idealMinutes, apt, 'the unit did not produce'),
    qualityOf(idealMinutes, 'qualityRatio', 'Quality ratio', 'GQ ÷ PQ, weighted by PRI', 'nothing produced'),
    qualityOf(pbt, 'oee', 'OEE', 'PRI × GQ ÷ PBT', 'no planned busy time'),
    // AUPT, not AUBT as some put it: setup is no loss, delay is one.
    kpi('nee', 'NEE', 'AUPT ÷ PBT × effectiveness × quality ratio', apt > 0 ? (processing * idealGoodMinutes) / apt : 0, apt > 0 ? pbt : 0, apt > 0 ? 'no planned busy time' : 'the unit did not produce'),
    qualityOf(operationMinutes, 'ooe', 'OOE', 'PRI × GQ ÷ planned operation time', 'no planned operation time', 'as OEE, over all shift time'),
    kpi('allocationEfficiency', 'Allocation efficiency', 'AUBT ÷ PBT', unitBusy, pbt, 'no planned busy time'),
    kpi('utilisationEfficiency', 'Utilisation efficiency', 'APT ÷ AUBT', apt, unitBusy, 'the unit was not busy'),
    kpi('technicalEfficiency', 'Technical efficiency', 'APT ÷ (APT + ADET)', apt, apt + delayMinutes, 'the unit did not produce'),
    kpi('setupRatio', 'Setup ratio', 'AUST ÷ AUPT', setupMinutes, processing, 'the unit did not produce'),
    // AOET = APT + AUST + ADET + ADOT, as in OPC 40501-1: orders follow each other, so it is all of PBT.
    kpi('throughputRate', 'Throughput rate', 'PQ ÷ AOET, here PBT', total, pbt, 'no planned busy time', { unit: 'pieces/min' }),
    kpi('scrapRatio', 'Scrap ratio', 'SQ ÷ PQ', reject - rework, total, 'nothing produced'),
    kpi('reworkRatio', 'Rework ratio', 'RQ ÷ PQ', rework, total, 'nothing produced'),
    kpi('firstPassYield', 'First pass yield', 'GP ÷ IP, every piece inspected', good, total, 'nothing produced'),
  ]
  if (calendarMinutes !== null) kpis.splice(6, 0, qualityOf(calendarMinutes, 'teep', 'TEEP', 'PRI × GQ ÷ calendar time', 'no calendar time', 'as OEE, over all time'))
  if (energyKwh !== null) kpis.push(kpi('energyPerUnit', 'Energy per good piece', 'energy ÷ GQ', energyKwh * 1000, good, 'no good piece', { unit: 'Wh/piece', source: `${standard}, over GQ instead of PQ` }))
  if (demand !== null) kpis.push(kpi('taktTime', 'Takt time', 'PBT ÷ demand', pbt * 60, demand, 'no demand', { unit: 's/piece', source: 'lean practice' }))
  return figure(kpis)
}

/**
 * Elements of a line or a group. Setup is changeovers. Breakdowns and minor stops are delay (ADET names malfunctions);
 * starved and blocked are down time: the line is available and has no work. OPC 40001-1 has them under delay while an
 * order is registered, which would make allocation efficiency always 1.
 */
export function elementsOf(oee: LineOee, more: Partial<Pick<KpiElements, 'calendarMinutes' | 'energyKwh' | 'demand'>> = {}): KpiElements {
  const { breakdown, changeover, minor } = oee.lossMinutesByKind
  return {
    calendarMinutes: null, energyKwh: null, demand: null, ...more,
    operationMinutes: oee.elapsedMinutes,
    plannedBusyMinutes: oee.plannedBusyMinutes,
    productionMinutes: oee.producingMinutes,
    setupMinutes: changeover,
    delayMinutes: breakdown + minor,
    idealMinutes: oee.idealMinutes,
    idealGoodMinutes: oee.idealGoodMinutes,
    total: oee.total,
    reject: oee.reject,
    rework: oee.rework,
  }
}

/** Sums of minutes differ in their last bits. */
const slack = 1e-6

function findFault(elements: KpiElements) {
  for (const [field, value] of Object.entries(elements)) {
    if (value !== null && !(Number.isFinite(value) && value >= 0)) return refuse('not_a_number', `${field} must be a number from 0 on.`, field)
  }
  const { calendarMinutes, operationMinutes, plannedBusyMinutes, productionMinutes, setupMinutes, delayMinutes, idealMinutes, idealGoodMinutes, total, reject, rework } = elements
  const longer = (field: string, part: number, words: string, whole: number) => (part > whole + slack ? refuse('too_long', `${field} (${part} min) is longer than ${words} (${whole} min).`, field) : null)
  return (
    (calendarMinutes === null ? null : longer('operationMinutes', operationMinutes, 'the calendar time', calendarMinutes)) ??
    longer('plannedBusyMinutes', plannedBusyMinutes, 'the planned operation time', operationMinutes) ??
    longer('productionMinutes', productionMinutes, 'the planned busy time', plannedBusyMinutes) ??
    longer('setupMinutes', setupMinutes, 'the planned busy time less production', plannedBusyMinutes - productionMinutes) ??
    longer('delayMinutes', delayMinutes, 'the planned busy time less production and setup', plannedBusyMinutes - productionMinutes - setupMinutes) ??
    longer('idealGoodMinutes', idealGoodMinutes, 'that of all pieces', idealMinutes) ??
    (reject > total ? refuse('count_above_total', `${reject} rejects of ${total} pieces.`, 'reject') : null) ??
    (rework > reject ? refuse('count_above_total', `${rework} reworked of ${reject} rejects.`, 'rework') : null) ??
    (total === 0 && idealMinutes > slack ? refuse('time_of_no_pieces', `idealMinutes is ${idealMinutes} min for no pieces.`, 'idealMinutes') : null)
  )
}
