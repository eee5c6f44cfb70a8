import { lineOee, type LineOee } from '@/lib/oee/oee'
import { type ShiftPattern, shiftsBetween } from '@/lib/oee/shift-calendar'
import { type StateSegment, stateSegments } from '@/lib/oee/state-segments'
import type { Tx } from '@/lib/db'
import { bucketSeconds } from '@/lib/plant/play-story'
import { ensureStory, storyDateFor, storyTenantId } from '@/lib/plant/stories'
import type { System } from '@/lib/system'

export interface LandingLine {
  id: string
  name: string
  product: string
  segments: StateSegment[]
  state: StateSegment | null
  oeeRatio: number | null
}

export interface LandingView {
  plant: string
  timeZone: string
  now: Date
  from: Date
  lines: LandingLine[]
  /** The weakest line of the shift, figure by figure. */
  focus: { line: LandingLine; product: string; unit: string; shiftName: string; oee: LineOee } | null
}

/** Of the quarter of an hour that runs, the pieces that are counted by now. */
function soFar<C extends { bucketAt: Date; total: number; reject: number; rework: number }>(count: C, now: Date) {
  const share = Math.min(1, (now.getTime() - count.bucketAt.getTime()) / (bucketSeconds * 1000))
  const of = (pieces: number) => Math.floor(pieces * share)
  return { ...count, bucketSeconds, total: of(count.total), reject: of(count.reject), rework: of(count.rework) }
}

const keepMs = 60_000
let kept: { at: number; view: LandingView } | null = null

/** The fictional dairy as it runs now, from the product's own engine; computed at most once a minute. Null before the first seed. */
export async function loadLandingView(system: System): Promise<LandingView | null> {
  const now = system.clock.now()
  if (kept && now.getTime() - kept.at < keepMs) return kept.view
  const storyDate = storyDateFor('dairy', now)
  const id = storyTenantId('dairy', storyDate)
  const view = await system.db.inTenant(id, (tx) => load(tx, now))
  // After midnight the first visitor makes today's story if the worker has not yet; until then yesterday's picture stands.
  if (!view) void ensureStory(system, 'dairy', storyDate).catch((error: unknown) => system.log.error({ err: error }, 'no story for the landing page'))
  if (view) kept = { at: now.getTime(), view }
  return view ?? kept?.view ?? null
}

async function load(tx: Tx, now: Date): Promise<LandingView | null> {
  const tenant = await tx.tenant.findFirst()
  if (!tenant) return null
  const from = new Date(now.getTime() - 24 * 3_600_000)
  const [patterns, nodes, products, stops, runs, counts] = await Promise.all([
    tx.shiftPattern.findMany(),
    tx.plantNode.findMany({ where: { level: 'line' }, orderBy: { position: 'asc' } }),
    tx.product.findMany(),
    tx.stop.findMany({ where: { startsAt: { lt: now }, OR: [{ endsAt: null }, { endsAt: { gt: from } }] } }),
    tx.productionRun.findMany({ where: { startsAt: { lt: now }, OR: [{ endsAt: null }, { endsAt: { gt: from } }] } }),
    tx.productionCount.findMany({ where: { bucketAt: { gt: new Date(from.getTime() - bucketSeconds * 1000), lt: now } } }),
  ])
  const shifts = shiftsBetween(patterns as unknown as ShiftPattern[], tenant.timeZone, from, new Date(now.getTime() + 12 * 3_600_000))
  const current = shifts.findLast((shift) => shift.startsAt <= now)
  const figures = nodes.map((node) => {
    const own = <T extends { lineId: string }>(rows: T[]) => rows.filter((row) => row.lineId === node.id)
    // The story knows the future; the picture must not.
    const known = own(stops).map((stop) => ({ ...stop, endsAt: stop.endsAt && stop.endsAt <= now ? stop.endsAt : null }))
    const input = { now, shifts, stops: known, runs: own(runs), counts: own(counts).map((count) => soFar(count, now)) }
    const segments = stateSegments({ from, to: now, ...input })
    const oee = current && lineOee({ window: { from: current.startsAt, to: now }, ...input })
    const figure = oee?.ok ? oee.value : null
    const run = own(runs).find((candidate) => candidate.startsAt <= now && (!candidate.endsAt || candidate.endsAt > now)) ?? own(runs).at(-1)
    const product = products.find((candidate) => candidate.id === run?.productId)
    const ratio = figure && typeof figure.oeeRatio === 'number' ? figure.oeeRatio : null
    const line: LandingLine = { id: node.id, name: node.name, product: product?.name ?? '', segments, state: segments.at(-1) ?? null, oeeRatio: ratio }
    return { line, oee: figure, product: product?.name ?? '', unit: product?.countUnit ?? 'piece' }
  })
  const weakest = figures
    .filter((figure) => figure.line.oeeRatio !== null)
    .sort((a, b) => a.line.oeeRatio! - b.line.oeeRatio!)[0]
  return {
    plant: tenant.name,
    timeZone: tenant.timeZone,
    now,
    from,
    lines: figures.map((figure) => figure.line),
    focus: weakest?.oee ? { ...weakest, oee: weakest.oee, shiftName: current?.name ?? '' } : null,
  }
}
