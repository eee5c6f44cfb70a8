import type { Tx } from '@/lib/db'
import type { Characteristic, LabResult, PlantNode, Subgroup } from '@/lib/generated/prisma/client'
import type { Checked } from '@/lib/figures/refusal'
import { findPlace, loadPlantModel, type PlantModel } from '@/lib/plant/views/load-plant'
import { capability, type Capability } from '@/lib/spc/capability'
import { type Bin, binsOf } from '@/lib/spc/histogram'
import { type NelsonRule, nelsonSignals, nelsonSpan, nelsonWords } from '@/lib/spc/nelson'
import { type WesternElectricRule, westernElectricSignals, westernElectricWords } from '@/lib/spc/western-electric'
import { normality, type Normality } from '@/lib/spc/normality'
import { checkPoints, meanOf, phaseOneLimits, rangeOf, type XbarRLimits } from '@/lib/spc/xbar-r'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

export interface ControlPoint {
  index: number
  clock: string
  value: number
  excludedBecause?: string
  mark?: { kind: 'beyond' | 'pattern'; rules: number[]; priority?: 2 }
}

export interface RulePattern {
  fromIndex: number
  toIndex: number
  rule: number
  words: string
  priority?: 2
}

export interface ControlPanel {
  name: string
  unit: string
  digits: number
  limits: { upper: number; centre: number; lower: number } | null
  limitsNote?: string
  showsZones?: boolean
  points: ControlPoint[]
  patterns?: RulePattern[]
}

export interface CharacteristicView {
  characteristic: Characteristic
  node: PlantNode | null
  product: string
  /** Null: no subgroup yet. */
  chart: { location: ControlPanel; spread: ControlPanel; phaseBoundary?: { beforeIndex: number; before: string; after: string } } | null
  /** Subgroups drawn, oldest first. */
  shown: Subgroup[]
  /** Of phase I and those drawn: what counts for nothing, and why. */
  excluded: Subgroup[]
  limits: Checked<XbarRLimits>
  phaseOne: { from: Date; to: Date } | null
  /** Of the subgroups drawn, excluded ones left out; sigma within is their own R̄/d2. */
  capability: Checked<Capability>
  bins: Bin[]
  normality: Checked<Normality>
  /** Every rule of the chosen set that a drawn subgroup completes, runs drawn together. */
  patterns: RulePattern[]
}

/** Which set of rules the means are held to; the two are never mixed. */
export type RuleSetKey = 'nelson' | 'western-electric'

export const ruleSetOf = (wish: string | undefined): RuleSetKey => (wish === 'western-electric' ? wish : 'nelson')

export const ruleWords = (set: RuleSetKey, rule: number): string => (set === 'nelson' ? nelsonWords[rule as NelsonRule] : westernElectricWords[rule as WesternElectricRule])

export interface QualityView {
  model: PlantModel
  rules: RuleSetKey
  place: PlantNode
  characteristics: CharacteristicView[]
  labResults: (LabResult & { node: string })[]
}

const shownCount = 60
const labCount = 30
/** So that a pattern that began before the first drawn subgroup is seen whole. */
const lookBack = Math.max(...Object.values(nelsonSpan)) - 1

/** Control charts, capability and lab results at, below and on the way to a place. Null when there is no such place. */
export function loadQuality(system: System, reach: Reach, path: string[] | undefined, rules: RuleSetKey = 'nelson'): Promise<QualityView | null> {
  return system.db.inTenant(reach, async (tx) => {
    const model = await loadPlantModel(tx)
    const place = findPlace(model, path)
    if (!place) return null
    const near = model.nodes.filter((node) => node.path === place.path || node.path.startsWith(`${place.path}/`) || place.path.startsWith(`${node.path}/`) || place.level === 'site')
    const nodeId = { in: near.map(({ id }) => id) }
    const found = await tx.characteristic.findMany({ where: { nodeId }, orderBy: { id: 'asc' } })
    const lab = await tx.labResult.findMany({ where: { nodeId }, orderBy: [{ takenAt: 'desc' }, { id: 'asc' }], take: labCount })
    const characteristics: CharacteristicView[] = []
    for (const characteristic of found) characteristics.push(characteristicView(characteristic, await loadSubgroups(tx, characteristic), model, rules))
    const nameOf = (id: string) => model.nodes.find((node) => node.id === id)?.name ?? id
    return { model, rules, place, characteristics, labResults: lab.map((result) => ({ ...result, node: nameOf(result.nodeId) })) }
  })
}

async function loadSubgroups(tx: Tx, { id, phaseIFirst, phaseILast }: Characteristic) {
  const phaseOne = await tx.subgroup.findMany({ where: { characteristicId: id, index: { gte: phaseIFirst, lte: phaseILast } }, orderBy: { index: 'asc' } })
  const newest = await tx.subgroup.findMany({ where: { characteristicId: id }, orderBy: { index: 'desc' }, take: shownCount + lookBack })
  return { phaseOne, recent: newest.reverse() }
}

function characteristicView(characteristic: Characteristic, { phaseOne, recent }: { phaseOne: Subgroup[]; recent: Subgroup[] }, model: PlantModel, rules: RuleSetKey): CharacteristicView {
  const { phaseIFirst, phaseILast, lsl, usl, decimals } = characteristic
  const clockOf = clockIn(model.tenant.timeZone)
  const shown = recent.slice(-shownCount)
  const counted = shown.filter((subgroup) => !subgroup.excludedReason)
  const limits = limitsFor(phaseOne, recent, characteristic)
  const patterns = limits.ok && shown[0] ? mergedPatterns(rules, recent, limits.value, shown[0].index, clockOf) : []
  const own = phaseOneLimits(counted, counted[0]?.index ?? 0, counted.at(-1)?.index ?? 0)
  const values = counted.flatMap((subgroup) => subgroup.values)
  const boundary = { beforeIndex: phaseILast + 1, before: 'Phase I', after: 'Phase II, limits frozen' }
  const isBoundaryShown = shown.some(({ index }) => index === phaseILast) && shown.some(({ index }) => index === phaseILast + 1)
  return {
    characteristic,
    node: model.nodes.find(({ id }) => id === characteristic.nodeId) ?? null,
    product: model.products.get(characteristic.productId)?.name ?? characteristic.productId,
    chart: shown.length > 0 ? { ...panels(characteristic, shown, limits, patterns, clockOf), ...(isBoundaryShown && { phaseBoundary: boundary }) } : null,
    shown,
    excluded: [...new Map([...phaseOne, ...shown].filter(({ excludedReason }) => excludedReason).map((subgroup) => [subgroup.index, subgroup])).values()],
    limits,
    phaseOne: phaseOne.length > 0 && phaseIFirst <= phaseILast ? { from: phaseOne[0]!.takenAt, to: phaseOne.at(-1)!.takenAt } : null,
    capability: own.ok ? capability({ values, sigmaWithin: own.value.sigma, lsl, usl, target: characteristic.target }) : own,
    bins: binsOf(values, decimals),
    normality: normality(values),
    patterns,
  }
}

/** Frozen limits, refused as well when the subgroups to be checked do not fit them. */
function limitsFor(phaseOne: Subgroup[], recent: Subgroup[], { phaseIFirst, phaseILast }: Characteristic): Checked<XbarRLimits> {
  const limits = phaseOneLimits(phaseOne, phaseIFirst, phaseILast)
  if (!limits.ok) return limits
  const points = checkPoints(recent.filter((subgroup) => !subgroup.excludedReason), limits.value)
  return points.ok ? limits : points
}

type Clock = (at: Date) => string

function clockIn(timeZone: string): Clock {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return (at) => format.format(at)
}

/** Signals of one rule whose spans touch are one pattern; only those completed on a drawn subgroup. */
function mergedPatterns(set: RuleSetKey, recent: Subgroup[], limits: XbarRLimits, firstShown: number, clockOf: Clock): RulePattern[] {
  const rows = recent.filter((subgroup) => !subgroup.excludedReason)
  const means = rows.map(({ values }) => meanOf(values))
  const found = set === 'nelson' ? nelsonSignals : westernElectricSignals
  const signals: Checked<{ rule: number; from: number; at: number }[]> = found(means, limits.location.centre, limits.sigmaOfMean)
  const runs: { rule: number; from: number; at: number }[] = []
  for (const signal of signals.ok ? signals.value.filter(({ at }) => rows[at]!.index >= firstShown) : []) {
    const open = runs.findLast((run) => run.rule === signal.rule && signal.from <= run.at + (signal.rule === 1 ? 0 : 1))
    if (open) open.at = signal.at
    else runs.push({ ...signal })
  }
  return runs.map(({ rule, from, at }) => {
    const [start, end] = [rows[from]!, rows[at]!]
    const above = meanOf(end.values) > limits.location.centre
    const what = rule === 2 && set === 'nelson' ? `${at - from + 1} points in a row ${above ? 'above' : 'below'} the centre line` : ruleWords(set, rule)
    const words = rule === 1 ? `${what}, at ${clockOf(end.takenAt)}` : `${what}, from ${clockOf(start.takenAt)} to ${clockOf(end.takenAt)}`
    return { rule, fromIndex: Math.max(start.index, firstShown), toIndex: end.index, words, priority: 2 }
  })
}

/** Brackets share one line: the longest first, then whatever stands free of them. */
function brackets(patterns: RulePattern[]): RulePattern[] {
  const free: RulePattern[] = []
  const length = ({ fromIndex, toIndex }: RulePattern) => toIndex - fromIndex
  for (const pattern of patterns.filter(({ rule }) => rule !== 1).sort((a, b) => length(b) - length(a))) {
    if (free.every(({ fromIndex, toIndex }) => pattern.toIndex < fromIndex || pattern.fromIndex > toIndex)) free.push(pattern)
  }
  return free.sort((a, b) => a.fromIndex - b.fromIndex)
}

function panels({ unit, decimals }: Characteristic, shown: Subgroup[], limits: Checked<XbarRLimits>, patterns: RulePattern[], clockOf: Clock) {
  const drawn = shown.filter(({ values }) => values.length > 0 && values.every(Number.isFinite))
  const at = ({ index, takenAt, excludedReason }: Subgroup) => ({ index, clock: clockOf(takenAt), ...(excludedReason && { excludedBecause: excludedReason }) })
  const rulesOn = (index: number) => [...new Set(patterns.filter(({ fromIndex, toIndex }) => index >= fromIndex && index <= toIndex).map(({ rule }) => rule))].sort((a, b) => a - b)
  const points = limits.ok ? checkPoints(drawn.filter(({ excludedReason }) => !excludedReason), limits.value) : limits
  const outside = new Set(points.ok ? points.value.filter(({ rangeIsOutside }) => rangeIsOutside).map(({ index }) => index) : [])
  const meanMark = (index: number): ControlPoint['mark'] => {
    const rules = rulesOn(index)
    return rules.length > 0 ? { kind: rules[0] === 1 ? 'beyond' : 'pattern', rules, priority: 2 } : undefined
  }
  const base = { unit, digits: decimals + 1, ...(!limits.ok && { limitsNote: `no limits: ${limits.refusal.message}` }) }
  return {
    location: { ...base, name: 'Subgroup mean x̄', limits: limits.ok ? limits.value.location : null, showsZones: true, points: drawn.map((row) => ({ ...at(row), value: meanOf(row.values), mark: meanMark(row.index) })), patterns: brackets(patterns) },
    spread: { ...base, name: 'Range R', limits: limits.ok ? limits.value.range : null, points: drawn.map((row) => ({ ...at(row), value: rangeOf(row.values), mark: outside.has(row.index) ? { kind: 'beyond' as const, rules: [1], priority: 2 as const } : undefined })) },
  }
}
