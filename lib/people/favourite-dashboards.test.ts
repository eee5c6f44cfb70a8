import { afterAll, beforeAll, expect, it } from 'vitest'
import { dashboardKey, favouritesFirst, favouritesOf, setFavourite } from '@/lib/people/favourite-dashboards'
import { personOf } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'

let system: Awaited<ReturnType<typeof testSystem>>
const person = personOf('demo-a')
const kept = async () => {
  const account = await system.db.inTenant(person, (tx) => tx.account.findFirstOrThrow({ where: { id: person.accountId } }))
  return { favourites: [...favouritesOf({ preferences: account.preferences as Record<string, unknown> })], preferences: account.preferences }
}

beforeAll(async () => {
  system = await testSystem()
  await system.db.asOperator(async (tx) => {
    await tx.tenant.create({ data: { id: 'demo-a', kind: 'demo', name: 'A' } })
    await tx.account.create({ data: { tenantId: 'demo-a', id: person.accountId, email: person.email, name: 'Operator', preferences: { units: 'metric' } } })
  })
})
afterAll(() => system.stop())

it('favourites are kept beside other preferences, once each, also when two tabs put them at once', async () => {
  const keys = [dashboardKey('own', 'losses'), dashboardKey('tool', 'oee'), dashboardKey('own', 'month')]
  await Promise.all([...keys, keys[0]!].map((key) => setFavourite(system, person, key, true)))
  expect((await kept()).favourites.toSorted()).toEqual(keys.toSorted())
  await setFavourite(system, person, 'tool/oee', false)
  await setFavourite(system, person, 'tool/never', false)
  expect((await kept()).favourites.toSorted()).toEqual(['own/losses', 'own/month'])
  expect((await kept()).preferences).toMatchObject({ units: 'metric' })
})

it('somebody without any, or with nonsense kept, has none', () => {
  for (const preferences of [{}, { favouriteDashboards: 'x' }, { favouriteDashboards: [1, null] }]) expect([...favouritesOf({ preferences })]).toEqual([])
})

it('favourites stand first, the others as they came', () => {
  const entries = [{ id: 'a', isFavourite: false }, { id: 'b', isFavourite: true }, { id: 'c', isFavourite: false }]
  expect(favouritesFirst(entries).map(({ id }) => id)).toEqual(['b', 'a', 'c'])
})
