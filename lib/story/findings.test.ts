import { describe, expect, it } from 'vitest'
import { calendarOf, wallDays } from '@/lib/story/calendar'
import { signalSeries } from '@/lib/story/readings'
import { plantSpecs } from '@/lib/story/simulation'
import { generateStory, type Industry, siteOf } from '@/lib/story/story'

/** Each finding is looked for as a visitor would, by statistics on the data before day 0, and not found in a control. */
const date = '2026-11-23'
const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length
const sd = (values: number[]) => {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((v) => (v - centre) ** 2)))
}
const finding = (industry: Industry, id: string) => generateStory(industry, date).findings.find((one) => one.id === id)!
const daysOf = (industry: Industry) => wallDays(calendarOf(siteOf(industry).timeZone, date))

/** Least-squares growth of the daily mean while running, from the first to the last day, as a share of the mean. */
function growth(industry: Industry, signalId: string, from: number, to: number): number {
  const { values } = signalSeries(industry, date, signalId)
  const days = daysOf(industry)
  const middle = values.toSorted()[Math.floor(values.length / 2)]!
  const xs: number[] = []
  const ys: number[] = []
  for (let day = from; day < to; day++) {
    const [first, end] = [days.findIndex((at) => at >= day), days.findIndex((at) => at >= day + 1)]
    const own = [...values.slice(first, end)].filter((v) => v > middle * 0.6)
    if (own.length === 0) continue
    xs.push(day)
    ys.push(mean(own))
  }
  const [x0, y0] = [mean(xs), mean(ys)]
  const slope =
    xs.reduce((sum, x, i) => sum + (x - x0) * (ys[i]! - y0), 0) / xs.reduce((sum, x) => sum + (x - x0) ** 2, 0)
  return (slope * (to - from)) / mean(ys)
}

describe('a bearing that wears', () => {
  it.each<[Industry, string, string, string, number, number]>([
    ['dairy', 'wrapper-bearing', 'line-3.wrapper.vibration', 'line-1.filler.vibration', -24, -3],
    ['chemical', 'agitator-warm', 'reactor-2.agitator.temperature', 'reactor-1.agitator.temperature', -21, 0],
    ['oil-and-gas', 'booster-bearing', 'train-1.booster.vibration', 'train-2.booster.vibration', -23, -4],
    ['pharma', 'fan-bearing', 'ahu-2.vibration', 'ahu-1.vibration', -21, 0],
  ])('in %s (%s) shows in %s and not in %s', (industry, id, worn, control, from, to) => {
    expect(worn.startsWith(finding(industry, id).nodeId)).toBe(true)
    expect(growth(industry, worn, from, to)).toBeGreaterThan(0.15)
    expect(Math.abs(growth(industry, control, from, to))).toBeLessThan(0.03)
  })

  it.each<[Industry, string, string, number]>([
    ['dairy', 'line-3.wrapper', 'line-3.wrapper.vibration', 150],
    ['oil-and-gas', 'train-1.booster', 'train-1.booster.vibration', 200],
  ])(
    'in %s fails at %s while vibration is high, and is quiet after the repair',
    (industry, equipmentId, signalId, atLeastMinutes) => {
      const story = generateStory(industry, date)
      const longest = story.stops
        .filter((stop) => stop.equipmentId === equipmentId)
        .toSorted((a, b) => +b.endsAt! - +b.startsAt - (+a.endsAt! - +a.startsAt))[0]!
      expect((+longest.endsAt! - +longest.startsAt) / 60_000).toBeGreaterThan(atLeastMinutes)
      const { values, t0 } = signalSeries(industry, date, signalId)
      const at = Math.floor((+longest.startsAt - +t0) / 60_000)
      const after = Math.ceil((+longest.endsAt! - +t0) / 60_000)
      expect(Math.max(...values.slice(at - 60, at))).toBeGreaterThan(2 * Math.max(...values.slice(after, after + 600)))
    },
  )
})

describe('a fill weight that drifts off centre', () => {
  const centres = (industry: Industry, id: string) => {
    const story = generateStory(industry, date)
    const zero = calendarOf(siteOf(industry).timeZone, date)
    const own = story.subgroups.filter((row) => row.characteristicId === id)
    const between = (from: number, to: number) =>
      own
        .filter((row) => +row.takenAt >= zero.at(from, 0) && +row.takenAt < zero.at(to, 0))
        .flatMap((row) => row.values)
    const before = between(-30, -15)
    const late = between(-2, 0).length > 0 ? between(-2, 0) : between(-4, 0)
    const { lsl, usl } = story.characteristics.find((row) => row.id === id)!
    const cpk = (values: number[]) => Math.min(usl! - mean(values), mean(values) - lsl!) / (3 * sd(before))
    return {
      shiftSigma: (mean(late) - mean(before)) / sd(before),
      outside: late.filter((v) => v < lsl! || v > usl!).length / late.length,
      cpkBefore: cpk(before),
      cpkLate: cpk(late),
    }
  }
  it.each<[Industry, string, string, string]>([
    ['dairy', 'yoghurt-giveaway', 'line-2.fill-weight', 'line-4.fill-weight'],
    ['chemical', 'bag-giveaway', 'bag-line.net-weight', 'drum-line.net-weight'],
    ['pharma', 'tablet-giveaway', 'press-2.tablet-weight', 'press-1.tablet-weight'],
  ])('in %s (%s) shows in %s within specification, and not in %s', (industry, id, drifting, control) => {
    expect(finding(industry, id).kind).toBe('fill-weight-drift')
    const found = centres(industry, drifting)
    expect(found.shiftSigma).toBeGreaterThan(0.9)
    expect(found.cpkLate).toBeLessThan(found.cpkBefore - 0.2)
    expect(found.outside).toBeLessThan(0.002)
    expect(Math.abs(centres(industry, control).shiftSigma)).toBeLessThan(0.2)
  })
})

describe('a bottleneck', () => {
  const worst = (industry: Industry, lineId: string) => {
    const minutes = new Map<string, number>()
    for (const stop of generateStory(industry, date).stops) {
      if (stop.lineId !== lineId || stop.kind === 'planned' || stop.kind === 'changeover') continue
      const machine = stop.equipmentId ?? 'elsewhere'
      minutes.set(machine, (minutes.get(machine) ?? 0) + (+stop.endsAt! - +stop.startsAt) / 60_000)
    }
    const [machine, most] = [...minutes].filter(([name]) => name !== 'elsewhere').toSorted((a, b) => b[1] - a[1])[0]!
    return { machine, share: most / [...minutes.values()].reduce((sum, v) => sum + v, 0) }
  }
  it.each<[Industry, string, string, string]>([
    ['dairy', 'sealer-bottleneck', 'line-2', 'line-1'],
    ['chemical', 'palletiser-bottleneck', 'drum-line', 'bag-line'],
    ['oil-and-gas', 'amine-bottleneck', 'train-2', 'fractionation'],
    ['pharma', 'cartoner-bottleneck', 'blister', 'press-1'],
  ])('in %s (%s) has most of the stop time of %s, as no machine of %s has', (industry, id, lineId, control) => {
    expect(worst(industry, lineId).machine).toBe(finding(industry, id).nodeId)
    expect(worst(industry, lineId).share).toBeGreaterThan(0.55)
    expect(worst(industry, control).share).toBeLessThan(0.5)
  })

  /** Roser's active periods: at each moment the machine that has been active longest without a wait sets the pace. Its share of the time. */
  const pace = (industry: Industry, lineId: string) => {
    const { equipmentStates } = generateStory(industry, date)
    const waits = equipmentStates.filter((row) => row.lineId === lineId && (row.state === 'blocked' || row.state === 'starved'))
    const machines = [...new Set(equipmentStates.filter((row) => row.lineId === lineId).map((row) => row.equipmentId))]
    const calendar = calendarOf(siteOf(industry).timeZone, date)
    const active = machines.map((id) => {
      const own = waits.filter((row) => row.equipmentId === id)
      const ends = [...own.map((row) => +row.startsAt), calendar.endMs]
      return ends.map((end, i) => ({ id, start: i === 0 ? calendar.startMs : +own[i - 1]!.endsAt!, end }))
    })
    const shares = new Map(machines.map((id) => [id, 0]))
    const stepMs = 300_000
    for (let at = calendar.startMs; at < calendar.endMs; at += stepMs) {
      const now = active.flatMap((periods) => periods.find((one) => one.start <= at && at < one.end) ?? [])
      const longest = now.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0]
      if (longest) shares.set(longest.id, shares.get(longest.id)! + stepMs / (calendar.endMs - calendar.startMs))
    }
    return [...shares].toSorted((a, b) => b[1] - a[1])[0]!
  }
  it.each<[Industry, string, string]>([
    ['dairy', 'sealer-bottleneck', 'line-2'],
    ['chemical', 'palletiser-bottleneck', 'drum-line'],
    ['oil-and-gas', 'amine-bottleneck', 'train-2'],
    ['pharma', 'cartoner-bottleneck', 'blister'],
  ])('in %s (%s) is active longest on %s most of the time, and is its constraint', (industry, id, lineId) => {
    const [machine, share] = pace(industry, lineId)
    expect(machine).toBe(finding(industry, id).nodeId)
    expect(share).toBeGreaterThan(0.6)
    expect(plantSpecs[industry].lines.find((line) => line.id === lineId)!.constraintId).toBe(machine)
  })
})

describe('energy burnt at night', () => {
  const level = (industry: Industry, values: Float64Array, from: number, to: number, hours: [number, number]) => {
    const days = daysOf(industry)
    const hour = (day: number) => (day - Math.floor(day)) * 24
    return mean(
      [...values].filter(
        (v, i) =>
          !Number.isNaN(v) &&
          days[i]! >= from &&
          days[i]! < to &&
          hour(days[i]!) >= hours[0] &&
          hour(days[i]!) < hours[1],
      ),
    )
  }
  const rise = (industry: Industry, values: Float64Array, day: number, hours: [number, number]) =>
    level(industry, values, day + 2, 0, hours) - level(industry, values, -30, day - 2, hours)
  const of = (industry: Industry, id: string) => signalSeries(industry, date, id).values

  it.each<[Industry, string, number, number, string]>([
    ['dairy', 'compressor-night', -12, 40, 'cold-store.compressor-1.power'],
    ['oil-and-gas', 'night-meter', -17, 160, 'air-coolers.power'],
    ['pharma', 'setback-off', -14, 28, 'ahu-1.power'],
  ])(
    'in %s (%s) shows at the site meter and the machine, not by day and not in another machine',
    (industry, id, day, kw, control) => {
      const site = of(industry, 'site.power')
      const machine = of(industry, `${finding(industry, id).nodeId}.power`)
      expect(rise(industry, site, day, [1, 4])).toBeGreaterThan(kw * 0.7)
      expect(rise(industry, machine, day, [1, 4])).toBeGreaterThan(kw * 0.8)
      expect(Math.abs(rise(industry, machine, day, [10, 16]))).toBeLessThan(kw * 0.1)
      expect(Math.abs(rise(industry, of(industry, control), day, [1, 4]))).toBeLessThan(kw * 0.1)
    },
  )

  it('in oil and gas sets the meter against the plan, which agreed before and agrees by day', () => {
    const meter = of('oil-and-gas', 'site.power')
    const plan = of('oil-and-gas', 'site.plan')
    const over = meter.map((v, i) => v - plan[i]!)
    expect(Math.abs(level('oil-and-gas', over, -30, -18, [23, 24]))).toBeLessThan(60)
    expect(Math.abs(level('oil-and-gas', over, -14, 0, [10, 16]))).toBeLessThan(60)
    expect(level('oil-and-gas', over, -14, 0, [0, 4])).toBeGreaterThan(140)
  })
})

describe('a batch whose record deviates', () => {
  /** Batches of a line with a step more than five standard deviations (of the other batches) from the others. */
  const odd = (industry: Industry, lineId: string) => {
    const batches = generateStory(industry, date).batches.filter((batch) => batch.lineId === lineId)
    return batches.filter((batch) =>
      batch.record.some(({ parameter, actual }) => {
        const others = batches
          .filter((one) => one !== batch)
          .map((one) => one.record.find((step) => step.parameter === parameter)!.actual)
        return sd(others) > 0 && Math.abs(actual - mean(others)) / sd(others) > 5
      }),
    )
  }
  it.each<[Industry, string, string]>([
    ['dairy', 'yoghurt-batch', 'line-4'],
    ['chemical', 'resin-batch', 'reactor-2'],
    ['oil-and-gas', 'propane-batch', 'train-1'],
    ['pharma', 'granulate-batch', 'press-1'],
  ])('in %s (%s) is exactly one of its line, was released, and has none like it in %s', (industry, id, control) => {
    const { nodeId, since } = finding(industry, id)
    const found = odd(industry, nodeId)
    expect(found).toHaveLength(1)
    expect(found[0]!.status).toBe('released')
    expect(Math.abs(+found[0]!.startsAt - +since)).toBeLessThan(3 * 86_400_000)
    expect(odd(industry, control)).toEqual([])
  })
})

it('names its findings once, and each plant has several kinds', () => {
  for (const industry of ['dairy', 'chemical', 'oil-and-gas', 'pharma'] as Industry[]) {
    const { findings } = generateStory(industry, date)
    expect(new Set(findings.map((one) => one.kind)).size).toBeGreaterThanOrEqual(4)
    expect(findings.every((one) => +one.since < Date.parse(date))).toBe(true)
  }
})
