import { describe, expect, it } from 'vitest'
import { Pace } from '@/lib/demo/pace'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('what completes a plant', () => {
  it('starts at once when nobody waits to enter', async () => {
    expect(await new Pace({ atOnce: 1, graceMs: 60_000, entryMs: 1000 }).inBackground('lane', async () => 'done')).toBe('done')
  })

  it('waits while somebody waits to enter, and for the grace after', async () => {
    let now = 0
    const pace = new Pace({ atOnce: 1, graceMs: 10, entryMs: 60_000 }, () => now++)
    const order: string[] = []
    pace.begin('a', 0)
    const background = pace.inBackground('lane', async () => order.push('background'))
    await turn()
    order.push('entered')
    pace.end('a')
    await background
    expect(order).toEqual(['entered', 'background'])
    expect(now).toBeGreaterThan(10)
  })

  it('does not wait for who waits for a neighbour', async () => {
    let now = 0
    const pace = new Pace({ atOnce: 1, graceMs: 0, entryMs: 1000 }, () => (now += 400))
    pace.begin('long ago', 1000)
    pace.begin('a', 0)
    expect(await pace.inBackground('lane', async () => 'done')).toBe('done')
    expect(now).toBeLessThan(3000)
  })

  it('is not held up by what hangs in another lane', async () => {
    const pace = new Pace({ atOnce: 1, graceMs: 0, entryMs: 0 })
    void pace.inBackground('hangs', () => new Promise(() => undefined))
    expect(await pace.inBackground('lane', async () => 'done')).toBe('done')
  })

  it('runs a few at a time, also when one fails', async () => {
    const pace = new Pace({ atOnce: 2, graceMs: 0, entryMs: 0 })
    let running = 0
    let most = 0
    const work = async (fails: boolean) => {
      most = Math.max(most, ++running)
      await turn()
      running--
      if (fails) throw new Error('refused')
    }
    const all = await Promise.allSettled([true, false, true, false, false].map((fails) => pace.inBackground('lane', () => work(fails))))
    expect([most, all.filter(({ status }) => status === 'rejected').length]).toEqual([2, 2])
  })
})
