import { describe, expect, it } from 'vitest'
import { type YieldStep, yieldChain } from '@/lib/oee/yields'

function chainOf(...steps: YieldStep[]) {
  const made = yieldChain(steps)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}

describe('yield of steps in series', () => {
  // M. Harry, "Is my rolled throughput yield acceptable?", 2004: DPU 0.10, 0.05 and 0.008 give 0.853850. His 0.904834 for
  // the first step is a slip for e^−0.1 = 0.904837, so five digits of the product agree.
  it('reproduces Harry’s rolled throughput yield of 85.39 %', () => {
    const chain = chainOf({ name: 'A', units: 1000, defects: 100 }, { name: 'B', units: 1000, defects: 50 }, { name: 'C', units: 1000, defects: 8 })
    expect(chain.steps.map(({ firstPassYield }) => firstPassYield.toFixed(6))).toEqual(['0.904837', '0.951229', '0.992032'])
    expect(chain.rolledThroughputYield).toBeCloseTo(Math.exp(-chain.totalDpu), 12)
    expect(chain.rolledThroughputYield).toBeCloseTo(0.85385, 5)
  })

  // Minitab support, "What are throughput yield and rolled throughput yield?": labels with 0.95, 0.84 and 0.88.
  it('reproduces Minitab’s rolled throughput yield of 0.70 of three counted steps', () => {
    const chain = chainOf({ name: 'one', units: 100, defective: 5 }, { name: 'two', units: 100, defective: 16 }, { name: 'three', units: 100, defective: 12 })
    expect(chain.rolledThroughputYield).toBeCloseTo(0.7, 2)
    expect(chain.normalizedYield ** 3).toBeCloseTo(0.95 * 0.84 * 0.88, 12)
  })

  // CodeProject 404751, "Process performance determination": 165 defects on 40,000 pencils with six opportunities each.
  it('has the pencils’ yield 0.995875, e^−DPU 0.995883 and 0.0006875 defects an opportunity', () => {
    const [poisson] = chainOf({ name: 'pencils', units: 40_000, defects: 165, opportunities: 6 }).steps
    expect(poisson!.firstPassYield).toBeCloseTo(0.995883, 6)
    expect(poisson!.dpmo).toBeCloseTo(687.5, 9)
    expect(chainOf({ name: 'pencils', units: 40_000, defective: 165 }).rolledThroughputYield).toBeCloseTo(0.995875, 12)
  })

  // Pyzdek Institute, "How to calculate process yields": of 100 units 90 pass the first step and 81 the second.
  it('has the final yield of what left the last step, 81 % in Pyzdek’s two steps of 90 %', () => {
    const chain = chainOf({ name: 'one', units: 100, defective: 10, scrapped: 10 }, { name: 'two', units: 90, defective: 9, scrapped: 9 })
    expect(chain.finalYield).toBeCloseTo(0.81, 12)
    expect(chain.rolledThroughputYield).toBeCloseTo(0.81, 12)
  })

  it('hides rework in the final yield and shows it in the rolled one', () => {
    const chain = chainOf({ name: 'one', units: 100, defective: 10, scrapped: 0 }, { name: 'two', units: 100, defective: 20, scrapped: 5 })
    expect(chain.finalYield).toBeCloseTo(0.95, 12)
    expect(chain.rolledThroughputYield).toBeCloseTo(0.72, 12)
    expect(chainOf({ name: 'one', units: 100, defective: 10 }).finalYield).toBeNull()
  })

  it.each([
    [{ name: 'x', units: 0, defects: 0 }],
    [{ name: 'x', units: 10, defective: 11 }],
    [{ name: 'x', units: 10, defective: 3, defects: 2 }],
    [{ name: 'x', units: 10 }],
    [{ name: 'x', units: 10, defects: Number.NaN }],
    [{ name: 'x', units: 10, defects: 1, opportunities: 0 }],
    [{ name: 'x', units: 10, defects: 21, opportunities: 2 }],
    [{ name: 'x', units: 10, defective: 3, scrapped: 4 }],
    [{ name: 'x', units: 10, defects: 3, scrapped: 11 }],
  ])('refuses %o, naming the step', (step) => {
    expect(yieldChain([{ name: 'fine', units: 100, defects: 0 }, step])).toMatchObject({ ok: false, refusal: { row: 2 } })
  })

  it('refuses more units in a step than left the one before, and no steps at all', () => {
    expect(yieldChain([{ name: 'one', units: 100, defective: 10, scrapped: 10 }, { name: 'two', units: 91, defective: 0, scrapped: 0 }])).toMatchObject({ ok: false, refusal: { row: 2 } })
    expect(yieldChain([])).toMatchObject({ ok: false })
  })
})
