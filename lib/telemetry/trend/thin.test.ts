import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gapsOf } from '@/lib/telemetry/trend/gaps'
import { statisticsOf } from '@/lib/telemetry/trend/statistics'
import { gridOf, thin, thinner } from '@/lib/telemetry/trend/thin'

const readings = fc.array(fc.tuple(fc.integer({ min: -200, max: 1200 }), fc.integer({ min: -50, max: 50 })), { maxLength: 400 })
const windows = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 60 })).map(([from, length, width]) => gridOf({ from, to: from + length }, width))

describe('thinned readings', () => {
  it('hold every bucket’s least and greatest, the first and the last, nothing else, and never more than two for a pixel', () => {
    fc.assert(
      fc.property(readings, windows, (all, grid) => {
        const { at, v } = thin(all.map(([t]) => t), all.map(([, value]) => value), grid)
        const given = new Set(all.map(([t, value]) => `${t} ${value}`))
        expect(at.every((t, i) => given.has(`${t} ${v[i]}`))).toBe(true)
        expect(at.every((t, i) => i === 0 || t >= at[i - 1]!)).toBe(true)
        const inside = all.filter(([t]) => t >= grid.from && t < grid.to)
        expect(at.length).toBeLessThanOrEqual(2 * grid.buckets + 4)
        for (let i = 0; i < grid.buckets; i++) {
          const own = (t: number) => t >= grid.from && t < grid.to && Math.floor((t - grid.start) / grid.stepMs) === i
          const [were, are] = [inside.filter(([t]) => own(t)).map(([, value]) => value), v.filter((_, j) => own(at[j]!))]
          expect([Math.min(...are), Math.max(...are)]).toEqual([Math.min(...were), Math.max(...were)])
        }
        if (inside.length === 0) return
        const times = inside.map(([t]) => t)
        const kept = at.filter((t) => t >= grid.from && t < grid.to)
        expect([kept[0], kept.at(-1)]).toEqual([Math.min(...times), Math.max(...times)])
      }),
    )
  })

  it('keep the nearest reading on either side of the window, so that the line leaves the picture where it should', () => {
    expect(thin([1, 5, 10, 15, 20, 25], [1, 2, 3, 4, 5, 6], gridOf({ from: 10, to: 20 }, 5))).toEqual({ at: [5, 10, 15, 20], v: [2, 3, 4, 5] })
  })

  it('need no more buckets than pixels and one, and the same ones when the window is moved', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 1, max: 4e10 }), fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 0, max: 1e9 }), (from, length, width, moved) => {
        const grid = gridOf({ from, to: from + length }, width)
        expect(grid.buckets).toBeLessThanOrEqual(width + 1)
        const other = gridOf({ from: from + moved, to: from + moved + length }, width)
        expect((other.start - grid.start) % grid.stepMs).toBe(0)
      }),
    )
  })

  it('have the statistics of all readings, digits kept far from zero', () => {
    const one = thinner(gridOf({ from: 0, to: 100 }, 7))
    const values = [4, 7, 13, 16].map((value) => 1e9 + value)
    values.forEach((value, i) => one.add(i * 10, value))
    one.add(200, 5)
    // 4, 7, 13, 16 with a billion added: mean 10, sample variance 30 (the textbook case of cancellation).
    expect(statisticsOf(one.sums()!)).toEqual({ count: 4, min: 1e9 + 4, max: 1e9 + 16, mean: 1e9 + 10, deviation: Math.sqrt(30), first: 1e9 + 4, last: 1e9 + 16 })
    expect(thinner(gridOf({ from: 0, to: 100 }, 7)).sums()).toBeNull()
  })
})

describe('gaps', () => {
  const gaps = (at: number[], now = 1000) => gapsOf(at.map((t) => ({ first: t, last: t })), { from: 100, to: 200 }, 30, now).map(({ from, to }) => [from, to])

  it('are longer than three intervals, at the ends too, and never lie in the future', () => {
    expect(gaps([100, 130, 161, 199])).toEqual([[130, 161], [161, 199]])
    expect(gaps([140, 160])).toEqual([[100, 140], [160, 200]])
    expect(gaps([140, 160], 165)).toEqual([[100, 140]])
    expect(gaps([])).toEqual([[100, 200]])
    expect(gaps([], 50)).toEqual([])
  })

  it('are told from the nearest readings beside the window', () => {
    expect(gaps([90, 115, 140, 165, 190, 210])).toEqual([])
    expect(gaps([10, 150, 250])).toEqual([[100, 150], [150, 200]])
  })

  it('survive thinning: no two readings on either side of one share a stretch', () => {
    fc.assert(
      fc.property(readings, windows, fc.integer({ min: 1, max: 300 }), (all, grid, pause) => {
        const one = thinner(grid)
        for (const [t, v] of all) one.add(t, v)
        const found = gapsOf(one.spans(), grid, pause, Infinity)
        const times = [...new Set(all.map(([t]) => t))].sort((a, b) => a - b)
        const edges = [-Infinity, ...times, Infinity]
        const expected = edges.slice(1).map((t, i) => ({ from: Math.max(edges[i]!, grid.from), to: Math.min(t, grid.to) })).filter(({ from, to }) => to - from > pause || (times.length === 0 && to > from))
        // What is shorter than a pixel is not seen.
        for (const gap of expected.filter(({ from, to }) => to - from >= 2 * grid.stepMs)) expect(found).toContainEqual(gap)
        for (const gap of found) expect(expected).toContainEqual(gap)
      }),
    )
  })
})
