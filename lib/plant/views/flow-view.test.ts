import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadDowntime } from '@/lib/plant/views/downtime-view'
import { plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>

beforeAll(async () => {
  system = await testSystem()
  await plantWithStory(system, 'demo-mine', 'dairy', '2026-03-09')
})
afterAll(() => system.stop())

describe('the flow of a line', () => {
  it('names the foil sealer of Line 2 as what sets the pace, with its evidence and why it waited', async () => {
    const { flow } = (await loadDowntime(system, 'demo-mine', ['northfield-dairy', 'filling', 'line-2'], { range: '7d' }))!
    expect(flow!.key!.node.id).toBe('line-2.sealer')
    if (!flow!.bottlenecks.ok) throw new Error(flow!.bottlenecks.refusal.message)
    const { machines, longest } = flow!.bottlenecks.value
    expect(machines[0]!.shareRatio).toBeGreaterThan(0.5)
    expect(longest[0]!.id).toBe('line-2.sealer')
    const { reasons } = flow!.key!
    expect(reasons.some(({ kind, equipmentId }) => kind === 'blocked' && equipmentId === 'line-2.case-packer')).toBe(true)
    expect(reasons.every(({ equipmentId }) => equipmentId !== 'line-2.sealer')).toBe(true)
  })

  it('is not drawn where several lines come together', async () => {
    expect((await loadDowntime(system, 'demo-mine', undefined, {}))!.flow).toBeNull()
  })
})
