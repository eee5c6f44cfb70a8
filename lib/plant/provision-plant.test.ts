import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertStory } from '@/lib/plant/insert-story'
import { beatPlants } from '@/lib/plant/live-plant'
import { provisionPlant } from '@/lib/plant/provision-plant'
import { storyTenantId } from '@/lib/plant/stories'
import { type EquipmentStateRow } from '@/lib/story/rows'
import { generateStory } from '@/lib/story/story'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const lease = { name: 'demo-mine', industry: 'dairy' as const }
const storyDate = '2026-03-09'
const story = generateStory('dairy', storyDate)
const dayMs = 86_400_000
let opened: Date
let atOpening: EquipmentStateRow[]

const statesNow = () => system.db.inTenant(lease.name, (tx) => tx.equipmentState.findMany({ omit: { tenantId: true }, orderBy: [{ startsAt: 'asc' }, { equipmentId: 'asc' }] }))
/** The story's states that have begun by `until`, as they are known then. */
const told = (until: Date, from = new Date(0)) =>
  story.equipmentStates
    .filter((row) => row.startsAt > from && row.startsAt <= until)
    .map((row) => ({ ...row, endsAt: row.endsAt! <= until ? row.endsAt : null }))
    .toSorted((a, b) => +a.startsAt - +b.startsAt || (a.equipmentId < b.equipmentId ? -1 : 1))

beforeAll(async () => {
  system = await testSystem()
  const id = storyTenantId('dairy', storyDate)
  await system.db.asOperator(async (tx) => {
    await tx.$executeRaw`SELECT ensure_reading_partitions(${storyDate}::date - 3, ${storyDate}::date + 4)`
    await tx.tenant.create({ data: { id, kind: 'story', name: 'Story', timeZone: 'Europe/London', industry: 'dairy' } })
    await insertStory(tx, id, story, { rawFrom: new Date(`${storyDate}T00:00:00Z`) })
  })
  opened = system.clock.now()
  const progress = async (_: number, note: string) => {
    if (note.startsWith('open')) atOpening = await statesNow()
  }
  await provisionPlant(system, lease, progress)
})
afterAll(() => system.stop())

describe('machine states of a plant', () => {
  it('are those of the last day when it opens', () => {
    expect(atOpening).toEqual(told(opened, new Date(opened.getTime() - dayMs)))
    expect(atOpening.length).toBeGreaterThan(300)
  })

  it('are those of the month when its history is there, and none of what is still to come', async () => {
    expect(await statesNow()).toEqual(told(opened))
  })

  it('open and close with the beats, also after a sleep', async () => {
    for (const seconds of [10, 10, 600, 3600, 30 * 3600, 10]) {
      system.clock.advance(seconds * 1000)
      await beatPlants(system)
      expect(await statesNow()).toEqual(told(system.clock.now()))
    }
  })

  it('are never two at once, open ones included', async () => {
    const last = new Map<string, EquipmentStateRow>()
    for (const row of await statesNow()) {
      const before = last.get(row.equipmentId)
      expect(!before || (before.endsAt !== null && before.endsAt <= row.startsAt)).toBe(true)
      last.set(row.equipmentId, row)
    }
  })
})

it('copies the rates of every line with the model', async () => {
  const rates = await system.db.inTenant(lease.name, (tx) => tx.costRate.findMany({ omit: { tenantId: true }, orderBy: { lineId: 'asc' } }))
  expect(rates).toEqual(story.costRates.toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1)))
})
