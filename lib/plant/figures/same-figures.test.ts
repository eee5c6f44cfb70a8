import fc from 'fast-check'
import { parse } from 'papaparse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupOee } from '@/lib/oee/oee'
import { csvLine } from '@/lib/plant/export-csv'
import type { FigureTable } from '@/lib/plant/figures/figure-table'
import { type FigureTableName, figureTables } from '@/lib/plant/figures/figure-tables'
import { loadDashboard } from '@/lib/plant/views/dashboard-view'
import { loadDowntime } from '@/lib/plant/views/downtime-view'
import { loadOeeView, type OeeView } from '@/lib/plant/views/oee-view'
import { loadOverview } from '@/lib/plant/views/overview-view'
import type { Industry } from '@/lib/story/story'
import { plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'
import { oeeTool } from '@/lib/tools/oee-tool'

let system: Awaited<ReturnType<typeof testSystem>>
const storyDate = '2026-03-29'
const industries: Industry[] = ['dairy', 'pharma']
const tenantOf = (industry: Industry) => `demo-${industry}`
const places: Record<string, string[]> = {}

beforeAll(async () => {
  system = await testSystem()
  for (const industry of industries) {
    await plantWithStory(system, tenantOf(industry), industry, storyDate)
    const nodes = await system.db.inTenant(tenantOf(industry), (tx) => tx.plantNode.findMany({ where: { level: { not: 'equipment' } } }))
    places[industry] = nodes.map(({ path }) => path).sort()
  }
}, 60_000)
afterAll(() => system.stop())

/** A plant, a place in it, a period, and a moment around the night on which European clocks change. */
const question = fc.record({
  industry: fc.constantFrom(...industries),
  place: fc.nat(),
  range: fc.constantFrom('shift', '24h', '7d', '30d'),
  minute: fc.integer({ min: -3 * 1440, max: 1440 }),
  stops: fc.array(fc.record({ at: fc.integer({ min: 5, max: 6 * 1440 }), minutes: fc.option(fc.integer({ min: 1, max: 400 })), reason: fc.nat() }), { maxLength: 6 }),
})

/** The same but for the last bits of sums, which depend on the order in which rows come. */
function close(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 6)
  if (Array.isArray(value)) return value.map(close)
  return value && typeof value === 'object' && !(value instanceof Date) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, close(one)])) : value
}

const setClock = (at: Date) => system.clock.advance(at.getTime() - system.clock.now().getTime())

async function table(name: FigureTableName, tenantId: string, place: string, range: string): Promise<FigureTable> {
  return (await figureTables[name](system, tenantId, { place, range }))!
}

/** The total of a table of OEE, as the API sends it. */
function totalOf({ columns, rows }: FigureTable) {
  const cell = (name: string) => rows[0]![columns.findIndex((column) => column.name === name)]
  return { oee: cell('oee'), availability: cell('availability'), quality: cell('quality'), busy: cell('planned_busy'), production: cell('production'), total: cell('total') }
}

/** The same out of the file that a spreadsheet reads. */
function fromCsv({ columns, rows }: FigureTable): FigureTable {
  const text = csvLine(columns.map(({ name }) => name)) + rows.map(csvLine).join('')
  const read = parse<string[]>(text.trimEnd()).data.slice(1)
  return { columns, rows: read.map((row, i) => row.map((cell, j) => (typeof rows[i]![j] === 'number' ? Number(cell) : cell === '' ? null : cell))) } as FigureTable
}

const totalOfView = ({ oee }: Pick<OeeView, 'oee'>) => {
  const number = (ratio: unknown) => (typeof ratio === 'number' ? ratio : null)
  return { oee: number(oee.oeeRatio), availability: number(oee.availabilityRatio), quality: number(oee.qualityRatio), busy: oee.plannedBusyMinutes, production: oee.producingMinutes, total: oee.total }
}

/** Stops that lie across others, over shift ends and breaks, some of them open. */
async function addStops(tenantId: string, stops: { at: number; minutes: number | null; reason: number }[], now: Date) {
  await system.db.inTenant(tenantId, async (tx) => {
    await tx.stop.deleteMany({ where: { id: { startsWith: 'added-' } } })
    const reasons = (await tx.stopReason.findMany({ where: { parentCode: { not: null } }, orderBy: { code: 'asc' } })).map(({ code, kind }) => ({ reasonCode: code, kind }))
    const lines = await tx.plantNode.findMany({ where: { level: 'line' }, orderBy: { id: 'asc' } })
    await tx.stop.createMany({
      data: stops.map(({ at, minutes, reason }, i) => {
        const startsAt = new Date(now.getTime() - at * 60_000)
        return { tenantId, id: `added-${i}`, lineId: lines[reason % lines.length]!.id, ...reasons[reason % reasons.length]!, startsAt, endsAt: minutes === null ? null : new Date(startsAt.getTime() + minutes * 60_000) }
      }),
    })
  })
}

describe('a figure', () => {
  it('is the same on every screen, in the API, in the export and in the tool', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(question, async ({ industry, place: pick, range, minute, stops }) => {
        const tenantId = tenantOf(industry)
        const place = places[industry]![pick % places[industry]!.length]!
        const now = new Date(Date.parse(`${storyDate}T12:00:00Z`) + minute * 60_000)
        setClock(now)
        await addStops(tenantId, stops, now)
        const path = place.split('/')
        const oee = (await loadOeeView(system, tenantId, path, { range }))!
        const api = await table('oee', tenantId, place, range)
        expect(totalOf(api)).toEqual(close(totalOfView(oee)))
        expect(totalOf(fromCsv(api))).toEqual(totalOf(api))
        const overview = (await loadOverview(system, tenantId, path, range))!
        expect(overview.group ?? groupOee([])).toEqual(close(oee.oee))
        const downtime = (await loadDowntime(system, tenantId, path, { range }))!
        const plain = (losses: OeeView['losses']) => losses.map(({ money: _, ...loss }) => loss)
        expect(plain(downtime.losses)).toEqual(close(plain(oee.losses)))
        expect(downtime.downMinutes).toBeCloseTo(oee.oee.downMinutes, 6)
        expect((await table('downtime', tenantId, place, range)).rows.map((row) => row[3])).toEqual(close(oee.losses.map(({ minutes }) => minutes)))
        agreesWithTool(oee)
      }),
      { numRuns: 30, examples: [[{ industry: 'dairy', place: 755685411, range: '24h', minute: -564, stops: [{ at: 1440, minutes: null, reason: 0 }, { at: 14, minutes: null, reason: 2077586792 }] }]] },
    )
  })

  it('of a day is the same on the OEE page and on the dashboard of the month', async () => {
    setClock(new Date(`${storyDate}T21:30:00Z`))
    const dashboard = (await loadDashboard(system, { tenantId: tenantOf('dairy'), places: null, roles: [] }, 'month'))!
    for (const tile of dashboard.tiles) {
      if (tile.kind !== 'oee-trend') continue
      const days = (await loadOeeView(system, tenantOf('dairy'), tile.node.path.split('/'), {}))!.days
      const onPage = new Map(days.map(({ date, oee }) => [date, oee.oeeRatio]))
      const whole = tile.points.filter(({ at }) => at.getTime() < Date.parse(`${storyDate}T00:00:00Z`)).map(({ at, mean }) => [new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(at), mean / 100] as const).filter(([date]) => onPage.has(date))
      expect(whole.length).toBeGreaterThan(25)
      for (const [date, ratio] of whole) expect(ratio).toBeCloseTo(onPage.get(date) as number, 12)
    }
  })
})

/** Of one product at a time the totals of a sheet say all that the events say. */
function agreesWithTool({ oee }: OeeView) {
  if (oee.idealMinutes === 0 || typeof oee.qualityRatio !== 'number' || Math.abs(oee.qualityRatio - oee.good / oee.total) > 1e-12) return
  const answer = oeeTool({ shiftMinutes: oee.elapsedMinutes, breakMinutes: oee.plannedStopMinutes, stopMinutes: oee.downMinutes, idealRatePerMinute: oee.total / oee.idealMinutes, totalCount: oee.total, rejectCount: oee.reject })
  if (!answer.ok) throw new Error(answer.refusal.message)
  for (const [name, ratio] of [['oee', oee.oeeRatio], ['availability', oee.availabilityRatio], ['performance', oee.performanceRatio], ['quality', oee.qualityRatio]] as const) {
    if (typeof ratio === 'number') expect(answer.value[name]).toBeCloseTo(ratio, 9)
  }
}
