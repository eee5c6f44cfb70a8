import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadComparison, measures } from '@/lib/plant/views/comparison-view'
import { loadOeeView } from '@/lib/plant/views/oee-view'
import { plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>

beforeAll(async () => {
  system = await testSystem()
  await plantWithStory(system, 'demo-mine', 'dairy', '2026-03-09')
})
afterAll(() => system.stop())

describe('lines compared', () => {
  it.each(['shift', '24h', '30d'])('have the figures of their own pages, %s', async (range) => {
    const { lines } = await loadComparison(system, 'demo-mine', range)
    expect(lines).toHaveLength(4)
    for (const { node, oee } of lines) {
      const own = (await loadOeeView(system, 'demo-mine', node.path.split('/'), { range }))!
      expect(oee).toEqual(own.lines[0]!.oee)
    }
  })

  it('have yield as all output by all input, and costs from the line’s rate', async () => {
    const { lines, period } = await loadComparison(system, 'demo-mine', '7d')
    const batches = await system.db.inTenant('demo-mine', (tx) => tx.batch.findMany({ where: { lineId: 'line-2', endsAt: { gt: period.from, lte: period.to } } }))
    const line2 = lines.find(({ node }) => node.id === 'line-2')!
    expect(line2.yieldRatio).toBeCloseTo(batches.reduce((sum, { outputKg }) => sum + outputKg!, 0) / batches.reduce((sum, { inputKg }) => sum + inputKg, 0), 12)
    const rate = await system.db.inTenant('demo-mine', (tx) => tx.costRate.findFirstOrThrow({ where: { lineId: 'line-2' } }))
    expect(line2.lossMoney).toBeCloseTo((line2.oee.downMinutes / 60) * rate.busyHour, 6)
  })

  it('are compared by what is defined, each measure once', () => {
    expect(new Set(measures.map(({ key }) => key)).size).toBe(measures.length)
  })
})
