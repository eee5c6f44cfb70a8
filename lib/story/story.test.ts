import { describe, expect, it } from 'vitest'
import { rollupsOf, signalSeries } from '@/lib/story/readings'
import type { StopRow } from '@/lib/story/rows'
import { generateStory, type Industry, siteOf, type StoryRows } from '@/lib/story/story'

const industries: Industry[] = ['dairy', 'chemical', 'oil-and-gas', 'pharma']
const date = '2026-11-23'
const minutes = (row: { startsAt: Date; endsAt: Date | null }) =>
  (row.endsAt!.getTime() - row.startsAt.getTime()) / 60_000
const lineIds = (story: StoryRows) => story.plantNodes.filter((node) => node.level === 'line').map((node) => node.id)

describe.each(industries)('the story of %s', (industry) => {
  const story = generateStory(industry, date)

  it('is the same every time', () => {
    for (const other of industries) generateStory(other, '2026-11-22')
    expect(generateStory(industry, date)).toEqual(story)
    const id = story.signals[0]!.id
    expect(signalSeries(industry, date, id)).toEqual(signalSeries(industry, date, id))
  })

  it('stays within its row budget', () => {
    expect(story.productionCounts.length).toBeLessThan(13_000)
    expect(story.stops.length).toBeGreaterThan(1_400)
    expect(story.stops.length).toBeLessThan(4_000)
    expect(story.subgroups.length).toBeLessThan(9_500)
    expect(story.signals.length).toBeGreaterThanOrEqual(20)
    expect(story.signals.length).toBeLessThanOrEqual(30)
    expect(story.maintenanceEntries.length).toBeGreaterThan(30)
  })

  it('has ids once, and no row that refers to what is not there', () => {
    const nodes = new Set(story.plantNodes.map((node) => node.id))
    const unique = (ids: string[]) => expect(new Set(ids).size).toBe(ids.length)
    for (const rows of [
      story.plantNodes,
      story.products,
      story.stops,
      story.productionRuns,
      story.batches,
      story.labResults,
      story.signals,
      story.maintenanceEntries,
      story.findings,
    ])
      unique(rows.map((row) => row.id))
    unique(story.plantNodes.map((node) => node.path))
    unique(story.productionCounts.map((row) => `${row.lineId} ${row.bucketAt.getTime()} ${row.runId}`))
    const products = new Set(story.products.map((row) => row.id))
    const reasons = new Map(story.stopReasons.map((row) => [row.code, row.kind]))
    const batches = new Set(story.batches.map((row) => row.id))
    for (const node of story.plantNodes) expect(node.parentId === null || nodes.has(node.parentId)).toBe(true)
    const placedStop = (stop: StopRow) =>
      nodes.has(stop.lineId) && (stop.equipmentId === null || nodes.has(stop.equipmentId))
    expect(story.stops.filter((stop) => reasons.get(stop.reasonCode) !== stop.kind || !placedStop(stop))).toEqual([])
    const placed = [
      ...story.labResults,
      ...story.signals,
      ...story.findings,
      ...story.maintenanceEntries,
      ...story.characteristics,
    ]
    expect(placed.map((row) => row.nodeId).filter((id) => !nodes.has(id))).toEqual([])
    for (const run of story.productionRuns) expect(products.has(run.productId) && batches.has(run.batchId!)).toBe(true)
    for (const row of story.characteristics) expect(products.has(row.productId)).toBe(true)
    unique(story.equipmentStates.map((row) => `${row.equipmentId} ${row.startsAt.getTime()}`))
    const equipment = new Map(story.plantNodes.map((node) => [node.id, node.parentId]))
    expect(story.equipmentStates.filter((row) => equipment.get(row.equipmentId) !== row.lineId)).toEqual([])
  })

  it('has a rate for every line, in the currency of the site', () => {
    expect(story.costRates.map((rate) => rate.lineId).toSorted()).toEqual(lineIds(story).toSorted())
    const currencies = { dairy: 'GBP', chemical: 'EUR', 'oil-and-gas': 'USD', pharma: 'CHF' }
    for (const { currency, busyHour, materialPerKg, energyPerKwh } of story.costRates) {
      expect(currency).toBe(currencies[industry])
      expect(Math.min(busyHour, materialPerKg, energyPerKwh)).toBeGreaterThan(0)
    }
  })

  it('never has two stops at once on a line, and every one lasts', () => {
    for (const lineId of lineIds(story)) {
      const stops = story.stops
        .filter((stop) => stop.lineId === lineId)
        .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
      expect(stops.filter((stop) => minutes(stop) <= 0)).toEqual([])
      expect(stops.filter((stop, i) => i > 0 && stop.startsAt < stops[i - 1]!.endsAt!)).toEqual([])
    }
  })

  it('counts no more than a run could make at its ideal rate outside its stops, and not much less', () => {
    for (const run of story.productionRuns) {
      const stopped = overlap(story.stops, run)
      const counts = story.productionCounts.filter((row) => row.runId === run.id)
      const total = counts.reduce((sum, row) => sum + row.total, 0)
      expect(total).toBeLessThanOrEqual(run.idealRatePerMinute * (minutes(run) - stopped) + 1)
      const wrong = (row: (typeof counts)[number]) =>
        row.total > run.idealRatePerMinute * 15 + 1 ||
        row.reject > row.total ||
        row.rework > row.reject ||
        row.bucketAt.getTime() % 900_000 !== 0
      expect(counts.filter(wrong)).toEqual([])
      if (industry !== 'pharma' && minutes(run) > 120)
        expect(total).toBeGreaterThan(run.idealRatePerMinute * (minutes(run) - stopped - 85) * 0.8)
    }
  })

  it('counts nothing in a quarter of an hour that a stop fills', () => {
    const long = story.stops.filter((stop) => minutes(stop) >= 30)
    expect(long.length).toBeGreaterThan(10)
    for (const stop of long) {
      const inside = (at: Date) => at >= stop.startsAt && at.getTime() + 900_000 <= stop.endsAt!.getTime()
      expect(story.productionCounts.filter((row) => row.lineId === stop.lineId && inside(row.bucketAt))).toEqual([])
    }
  })

  it('shows a stop in the speed and the power of its line', () => {
    for (const lineId of lineIds(story)) {
      const speed = signalSeries(industry, date, `${lineId}.speed`)
      const power = signalSeries(industry, date, `${lineId}.power`).values
      const running = mean([...power].filter((_, i) => speed.values[i]! > 0))
      const stop = story.stops.find((one) => one.lineId === lineId && minutes(one) > 10)!
      const middle = Math.floor((stop.startsAt.getTime() - speed.t0.getTime()) / 60_000) + 3
      expect(speed.values[middle]).toBe(0)
      expect(power[middle]!).toBeLessThan(running * 0.6)
    }
  })

  it('adds up the meters to the site meter, less a base load', () => {
    const of = (id: string) => signalSeries(industry, date, id).values
    const parts = story.signals
      .filter((row) => row.quantity === 'power' && row.nodeId !== 'site')
      .map((row) => of(row.id))
    const rest = of('site.power').map((v, i) => v - parts.reduce((sum, part) => sum + part[i]!, 0))
    const known = [...rest].filter((v) => !Number.isNaN(v))
    expect(known.length).toBe(rest.length - 46)
    expect(Math.min(...known.slice(0, 20_000))).toBeGreaterThan(30)
    expect(Math.max(...known.slice(0, 20_000))).toBeLessThan(130)
  })

  it('keeps subgroups numbered and results inside the batch', () => {
    for (const { id } of story.characteristics) {
      const own = story.subgroups.filter((row) => row.characteristicId === id)
      expect(own.map((row) => row.index)).toEqual(own.map((_, i) => i + 1))
      expect(own.every((row) => row.values.length === 5)).toBe(true)
    }
    const batches = new Map(story.batches.map((row) => [row.id, row]))
    const outside = story.labResults.filter(
      ({ batchId, takenAt }) => takenAt < batches.get(batchId!)!.startsAt || takenAt > batches.get(batchId!)!.endsAt!,
    )
    expect(outside).toEqual([])
    for (const batch of story.batches) expect(batch.outputKg!).toBeLessThan(batch.inputKg)
  })

  it('is told around a clock change as well', () => {
    for (const change of ['2026-10-26', '2026-03-30', '2026-11-02', '2026-03-09']) {
      const told = generateStory(industry, change)
      expect(told.stops.length).toBeGreaterThan(1_400)
      const { values, t0 } = signalSeries(industry, change, 'site.power')
      const first = Math.min(
        ...told.stops.map((stop) => stop.startsAt.getTime()),
        ...told.productionRuns.map((run) => run.startsAt.getTime()),
      )
      expect(first).toBeGreaterThanOrEqual(t0.getTime())
      expect(Math.max(...told.stops.map((stop) => stop.endsAt!.getTime()))).toBeLessThanOrEqual(
        t0.getTime() + values.length * 60_000,
      )
    }
  })
})

describe('Northfield Dairy', () => {
  const story = generateStory('dairy', date)

  it('lies in London and has the lines of a dairy', () => {
    expect(siteOf('dairy')).toMatchObject({ name: 'Northfield Dairy', timeZone: 'Europe/London' })
    expect(lineIds(story)).toEqual(['line-1', 'line-2', 'line-3', 'line-4'])
  })

  it.each(['line-1', 'line-2', 'line-3', 'line-4'])('runs %s at an OEE between 75 and 88 %', (lineId) => {
    const runs = new Map(story.productionRuns.map((run) => [run.id, run]))
    const own = story.stops.filter((stop) => stop.lineId === lineId)
    const planned = own.filter((stop) => stop.kind === 'planned').reduce((sum, stop) => sum + minutes(stop), 0)
    const busy = 33 * (1440 - 3 * 10 - 15 - 15 - 30) - planned
    const good = story.productionCounts
      .filter((row) => row.lineId === lineId)
      .reduce((sum, row) => sum + (row.total - row.reject) / runs.get(row.runId)!.idealRatePerMinute, 0)
    expect(good / busy).toBeGreaterThan(0.75)
    expect(good / busy).toBeLessThan(0.88)
    expect(own.length / 33).toBeGreaterThan(20)
    expect(own.length / 33).toBeLessThan(40)
  })
})

describe('roll-ups', () => {
  it('keep count, sum, squares and extremes, and leave a gap out', () => {
    const series = {
      signalId: 's',
      t0: new Date('2026-03-01T00:00:00Z'),
      stepSeconds: 60 as const,
      values: new Float64Array(45).fill(2),
    }
    series.values.fill(NaN, 15, 30)
    series.values[31] = 5
    const rows = rollupsOf(series)
    expect(rows.map((row) => row.bucketAt.toISOString().slice(11, 16))).toEqual(['00:00', '00:30'])
    expect(rows[1]).toMatchObject({
      levelSeconds: 900,
      count: 15,
      sum: 33,
      sumSquares: 81,
      min: 2,
      max: 5,
      first: 2,
      last: 2,
    })
    expect(() => rollupsOf(series, 90)).toThrow(RangeError)
  })
})

const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length

function overlap(stops: StopRow[], run: StoryRows['productionRuns'][number]): number {
  return stops
    .filter((stop) => stop.lineId === run.lineId && stop.startsAt < run.endsAt! && stop.endsAt! > run.startsAt)
    .reduce(
      (sum, stop) => sum + (Math.min(+stop.endsAt!, +run.endsAt!) - Math.max(+stop.startsAt, +run.startsAt)) / 60_000,
      0,
    )
}
