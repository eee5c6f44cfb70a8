import { describe, expect, it } from 'vitest'
import { gaugeBars, gaugeSources } from '@/components/tools/gauge-rr-bars'
import { gaugeStudy } from '@/lib/spc/gauge-rr'
import { aiagStudy, impedanceStudy } from '@/lib/spc/gauge-rr-published'

const figures = (...given: Parameters<typeof gaugeStudy>) => {
  const made = gaugeStudy(...given)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value.figures
}

describe('the components of variation', () => {
  it('name the interaction only where it is kept', () => {
    expect(gaugeSources(figures(aiagStudy)).map(({ key }) => key)).toEqual(['grr', 'ev', 'av', 'pv'])
    expect(gaugeSources(figures(impedanceStudy)).map(({ key }) => key)).toEqual(['grr', 'ev', 'av', 'interaction', 'pv'])
  })

  it('show the tolerance only where there is one, and never draw a bar over its neighbour or the edge', () => {
    for (const tolerance of [null, 4.42]) {
      const { bars } = gaugeBars(gaugeSources(figures(aiagStudy, { tolerance })))
      expect(bars).toHaveLength(tolerance ? 12 : 8)
      for (const [i, bar] of bars.entries()) expect(bar.from).toBeGreaterThanOrEqual(i ? bars[i - 1]!.from + bars[i - 1]!.width - 1e-12 : 0)
      expect(bars.at(-1)!.from + bars.at(-1)!.width).toBeLessThan(1)
    }
  })

  it('reach 100 %, and beyond it where the parts outdo the tolerance', () => {
    expect(gaugeBars(gaugeSources(figures(aiagStudy))).scale.max).toBe(100)
    expect(gaugeBars(gaugeSources(figures(aiagStudy, { tolerance: 4.42 }))).scale.max).toBeGreaterThanOrEqual(141)
  })
})
