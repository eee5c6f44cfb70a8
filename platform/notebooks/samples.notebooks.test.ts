import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executeSample, sampleNotebooks } from '@/platform/notebooks/execute-sample'
import { writeSmallPlant } from '@/platform/notebooks/small-plant'
import { installNotebooks } from '@/scripts/notebooks/install'

let python: string
let home: string
beforeAll(async () => {
  ;({ python } = await installNotebooks({ dir: path.resolve(import.meta.dirname, '../../var/notebooks') }))
  home = await mkdtemp(path.join(os.tmpdir(), 'samples-'))
}, 600_000)
afterAll(() => rm(home, { recursive: true, force: true }))

describe.each([
  { plant: 'a plant with everything', subgroupSize: 5, quantity: 'vibration', timeType: 'timestamptz', equipmentKnown: true },
  { plant: 'a plant with smaller subgroups, no vibration and stops of whole lines', subgroupSize: 3, quantity: 'pressure', timeType: 'timestamp', equipmentKnown: false },
  { plant: 'a plant that measures no characteristic', subgroupSize: 0, quantity: 'vibration', timeType: 'timestamp', equipmentKnown: true },
  { plant: 'a plant with single values', subgroupSize: 1, quantity: 'vibration', timeType: 'timestamptz', equipmentKnown: true },
] as const)('$plant', ({ plant, ...shape }) => {
  const folder = () => path.join(home, plant.replaceAll(' ', '-'))
  const shown = new Map<string, string>()
  beforeAll(() => writeSmallPlant(path.join(folder(), 'data'), shape))

  it.each(sampleNotebooks)('%s runs from top to bottom', async (notebook) => {
    shown.set(notebook, await executeSample(python, notebook, folder()))
  }, 200_000)

  it('computes the same OEE by its parts as by its definition, and not the mean of the lines', () => {
    expect(shown.get(sampleNotebooks[0]!)).toMatch(/difference of the product from OEE: (0\.00e\+00|\d\.\d\de-1\d)/)
  })

  it('puts the machine that wears first, where vibration is there to tell', () => {
    const text = shown.get(sampleNotebooks[1]!) ?? ''
    if (shape.quantity === 'vibration') expect(text).toMatch(/0\s+press\s+Drive end/)
    else expect(text).toContain('no vibration sensors')
  })

  it('says so when there is no characteristic', () => {
    const text = shown.get(sampleNotebooks[2]!) ?? ''
    expect(text.includes('measures no characteristic')).toBe(shape.subgroupSize === 0)
  })
})
