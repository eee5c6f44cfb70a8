import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Bi } from '@/lib/adapters/bi/port'
import { oddNames, refusal, value } from '@/lib/adapters/contract-checks'

export interface BiUnderTest {
  port: Bi
  /** What a tenant is given, by name. */
  made: { id: string; name: string; summary: string }[]
  /** What a tenant is given is what this one has; of a tool it is the tool's own assets instead. */
  story?: string
  /** Gives a tenant one dashboard more, past the product: of a story, or made by a person. */
  draw(tenantId: string, dashboard: { id: string; name: string; summary: string }): Promise<void>
  stop(): Promise<void>
}

const story = 'story-contract-2026-03-12'
const own = { id: 'own', name: 'Own', summary: '' }

/** What every implementation of the dashboards port guarantees. The same system serves all tests; each cleans up before. */
export function describeBiContract(name: string, make: () => Promise<BiUnderTest>): void {
  describe(`${name} dashboards`, () => {
    let test: BiUnderTest
    let bi: Bi
    let names: string[]
    beforeAll(async () => {
      test = await make()
      bi = test.port
      names = test.made.map(({ name }) => name)
    })
    afterAll(() => test?.stop())
    beforeEach(async () => {
      for (const prefix of ['demo-', 'other-', 'story-contract-']) {
        for (const holder of value(await bi.listHolders(prefix))) value(await bi.removeDashboards(holder))
      }
      if (test.story) for (const dashboard of test.made) await test.draw(test.story, dashboard)
    })
    const mine = async (tenantId: string) => value(await bi.listDashboards(tenantId))
    const namesOf = async (tenantId: string) => (await mine(tenantId)).map((dashboard) => dashboard.name)

    it('are made as they should be: as many, with their names and words', async () => {
      expect(value(await bi.ensureDashboards('demo-a', story))).toBe(names.length)
      expect(await mine('demo-a')).toEqual(test.made)
      if (test.story) expect(await namesOf(test.story)).toEqual(names)
    })

    it('made twice, also at once, are made once', async () => {
      const counts = await Promise.all(Array.from({ length: 6 }, () => bi.ensureDashboards('demo-a', story)))
      expect(counts.map(value)).toEqual(Array.from({ length: 6 }, () => names.length))
      expect(value(await bi.ensureDashboards('demo-a', story))).toBe(names.length)
      expect(await namesOf('demo-a')).toEqual(names)
    })

    it('that exist stay as they are, and what is missing is added', async () => {
      await test.draw('demo-a', { id: 'oee', name: 'OEE, mine', summary: 'Changed by a person' })
      expect(value(await bi.ensureDashboards('demo-a', story))).toBe(names.length)
      expect(await namesOf('demo-a')).toEqual(names.map((one) => (one === 'OEE' ? 'OEE, mine' : one)))
    })

    it('of a story that has none are none', async (context) => {
      if (!test.story) return context.skip()
      expect(value(await bi.ensureDashboards('demo-a', 'story-contract-none'))).toBe(0)
      expect(value(await bi.listHolders('demo-'))).toEqual([])
    })

    it('of one tenant are not another’s, also when one name begins as the other', async () => {
      value(await bi.ensureDashboards('demo-a', story))
      expect(await mine('demo-ab')).toEqual([])
      value(await bi.ensureDashboards('demo-ab', story))
      await test.draw('demo-ab', own)
      expect(await namesOf('demo-a')).toEqual(names)
      value(await bi.removeDashboards('demo-a'))
      expect(await namesOf('demo-ab')).toEqual([...names, 'Own'].toSorted())
    })

    it('are gone after removal, a person’s own included; removing again, or of nobody, succeeds', async () => {
      value(await bi.ensureDashboards('demo-a', story))
      await test.draw('demo-a', own)
      for (const gone of ['demo-a', 'demo-a', 'demo-never']) value(await bi.removeDashboards(gone))
      expect(await mine('demo-a')).toEqual([])
      expect(value(await bi.listHolders('demo-'))).toEqual([])
      if (test.story) expect(await namesOf(test.story)).toEqual(names)
    })

    it('made again under the same name show nothing earlier', async () => {
      await test.draw('demo-a', own)
      value(await bi.removeDashboards('demo-a'))
      value(await bi.ensureDashboards('demo-a', story))
      expect(await namesOf('demo-a')).toEqual(names)
    })

    it('have their holders listed once each, by prefix, literally, also those that the product never recorded', async () => {
      for (const holder of ['demo-ab', 'other-a']) await test.draw(holder, own)
      value(await bi.ensureDashboards('demo-a', story))
      expect(value(await bi.listHolders('demo-'))).toEqual(['demo-a', 'demo-ab'])
      expect(value(await bi.listHolders('demo-ab'))).toEqual(['demo-ab'])
      for (const none of ['demo_', '%', '\\', 'none-']) expect(value(await bi.listHolders(none))).toEqual([])
    })

    it.each(oddNames)('of names that are %s are refused by every call, with a message', async (_, odd) => {
      expect(await bi.ensureDashboards(odd, story)).toMatchObject(refusal)
      expect(await bi.ensureDashboards('demo-a', odd)).toMatchObject(refusal)
      expect(await bi.listDashboards(odd)).toMatchObject(refusal)
      expect(await bi.removeDashboards(odd)).toMatchObject(refusal)
      expect(value(await bi.listHolders('demo-'))).toEqual([])
    })
  })
}
