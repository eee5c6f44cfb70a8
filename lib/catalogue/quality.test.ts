import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Judged } from '@/lib/catalogue/expectations'
import { checkFreshness, markGoldFresh } from '@/lib/catalogue/freshness'
import { findCatalogueTable } from '@/lib/catalogue/catalogue-tables'
import { keepQuality } from '@/lib/catalogue/keep-quality'
import { loadQuality } from '@/lib/catalogue/load-quality'
import { brokenFiles, brokenMartRules, brokenRules } from '@/lib/catalogue/quality-course'
import { customerWith } from '@/lib/testing/customer'
import { personOf } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'
import { keepRunFrom, type MartRunView } from '@/lib/transformations/mart-runs'

const judgedAs = (holds: boolean | null, brokenRows?: number): Judged => ({ words: 'line is never empty', holds, found: '', ...(brokenRows && { brokenRows }) })
const on = (day: number) => new Date(Date.UTC(2026, 2, day, 1, 30))
const scored = (day: number, holds: boolean | null, rows?: number) => ({ day: on(day), measuredAt: on(day), score: 1, judged: [judgedAs(holds, rows)] })

describe('a broken rule', () => {
  it('is broken since it last held, in as many rows as were found last', () =>
    expect(brokenRules('silver.stops', [scored(1, false, 9), scored(2, true), scored(3, false, 2), scored(4, false, 5)])).toEqual([{ table: 'silver.stops', words: 'line is never empty', found: '', since: on(3), rows: 5 }]))
  it('is none any more once it holds, nor where it was not judged', () => {
    expect(brokenRules('silver.stops', [scored(1, false), scored(2, true)])).toEqual([])
    expect(brokenRules('silver.stops', [scored(1, false), scored(2, null)])).toEqual([])
    expect(brokenRules('silver.stops', [])).toEqual([])
  })
  it('is a sealed file that is not as it was written, with the readings that no answer has', () => {
    const damaged = (day: number, note: string) => ({ rows: 600n, note, replacedAt: on(day), madeAt: on(1) })
    expect(brokenFiles([])).toEqual([])
    expect(brokenFiles([damaged(4, 'the bytes of b were changed'), damaged(3, 'the file a is not there')])).toEqual([{ table: 'bronze.readings', words: 'every file is as it was written', since: on(3), rows: 1200, found: '2 are not, the first: the bytes of b were changed' }])
  })
  it('of the marts is told from the runs that were built', () => {
    const run = (day: number, status: string, state = 'done') => ({ state, endedAt: on(day), results: [{ name: 'counts_are_possible', kind: 'test', status, words: 'More rejected than made', failures: 3 }] }) as unknown as MartRunView
    expect(brokenMartRules([run(5, 'failed'), run(4, 'ok', 'failed'), run(3, 'failed'), run(2, 'ok'), run(1, 'failed')])).toEqual([{ table: 'marts', words: 'More rejected than made', found: '', since: on(3), rows: 3 }])
  })
})

describe('quality over time', () => {
  let system: Awaited<ReturnType<typeof testSystem>>
  const person = personOf('mine', [{ role: 'tenant_admin', nodeId: '' }])
  const promises = async () => Object.fromEntries((await loadQuality(system, person)).quality!.promises.map(({ name, checks, held, ageSeconds }) => [name, [checks, held, ageSeconds]]))
  const sealUntil = (until: Date) => system.db.asOperator((tx) => tx.lakeProgress.upsert({ where: { tenantId: 'mine' }, create: { tenantId: 'mine', sealedUntil: until }, update: { sealedUntil: until } }))
  const mails = async () => (await system.db.asOperator((tx) => tx.outboxMail.findMany({ where: { template: 'quality-broken' }, orderBy: { createdAt: 'asc' } }))).map(({ to, props }) => `${to} ${(props as { rules: string[] }).rules.join()}`)
  const later = (seconds: number) => new Date(system.clock.now().getTime() + seconds * 1000)

  beforeAll(async () => {
    system = await testSystem()
    await customerWith(system, 'mine')
    await customerWith(system, 'theirs')
    await system.db.asOperator((tx) => tx.roleGrant.createMany({ data: ['mine', 'theirs'].map((tenantId) => ({ tenantId, accountId: `${tenantId}-person-1`, role: 'admin', nodeId: '' })) }))
    await system.db.asOperator((tx) => tx.signal.create({ data: { tenantId: 'mine', id: 's', nodeId: 'line-1', name: 'Temperature', unit: '°C', decimals: 1, expectedIntervalSeconds: 1, quantity: 'temperature' } }))
  }, 120_000)
  afterAll(() => system?.stop())

  it('judges nothing of a plant in which nothing was sealed, written or built', async () => {
    await checkFreshness(system)
    expect(await promises()).toEqual({ history: [0, null, null], gold: [0, null, null], marts: [0, null, null] })
  })
  it('counts a look a minute, once, and whether the promise was held', async () => {
    await system.db.asOperator((tx) => tx.signalLatest.create({ data: { tenantId: 'mine', signalId: 's', t: system.clock.now(), v: 1 } }))
    await sealUntil(later(-100))
    await markGoldFresh(system, 'mine', later(-301))
    await checkFreshness(system)
    await checkFreshness(system)
    expect(await promises()).toEqual({ history: [1, 1, 100], gold: [1, 0, 301], marts: [0, null, null] })
  })
  it('takes readings in a file that is not written yet for unsealed, and a plant that sends nothing for sealed', async () => {
    system.clock.advance(60_000)
    const [startsAt, now] = [later(-400), later(0)]
    await sealUntil(now)
    const file = { tenantId: 'mine', id: 'f', kind: 'sealed' as const, day: now, startsAt, endsAt: now, madeAt: now }
    await system.db.asOperator((tx) => tx.lakeFile.create({ data: file }))
    await checkFreshness(system)
    expect((await promises()).history).toEqual([2, 0.5, 400])
    system.clock.advance(60_000)
    await system.db.asOperator((tx) => tx.lakeFile.deleteMany({ where: { id: 'f' } }))
    await checkFreshness(system)
    expect((await promises()).history).toEqual([3, 2 / 3, 0])
  })
  it('keeps a score per table and day, the later of two, with the rows that break a rule', async () => {
    const table = findCatalogueTable('silver.cost_rates')!
    const column = (name: string, filled: number) => ({ name, filled, distinct: 1, min: '1', max: '1', histogram: null })
    const measure = (filled: number) => keepQuality(system, 'mine', table, { madeAt: system.clock.now(), rows: 4, columns: [column('currency', filled), column('busy_hour_cost', 4), column('material_cost_per_kg', 4), column('energy_cost_per_kwh', 4)] })
    await measure(4)
    await measure(3)
    const { quality } = await loadQuality(system, person)
    expect(quality!.tables.find(({ table: name }) => name === 'silver.cost_rates')).toMatchObject({ score: 0.75, broken: 1 })
    expect(quality!.broken).toMatchObject([{ table: 'silver.cost_rates', words: 'currency is never empty', rows: 1 }])
    system.clock.advance(86_400_000)
    await measure(2)
    // Once for the break, whatever is measured while it lasts; again when it held in between.
    expect(await mails()).toEqual(['person-1@mine.example.com currency is never empty: empty in 1 of 4 rows'])
    system.clock.advance(86_400_000)
    await measure(4)
    system.clock.advance(86_400_000)
    await measure(3)
    expect(await mails()).toHaveLength(2)
  })
  it('tells the administrators once a day of a promise that the day cannot keep any more', async () => {
    const late = async () => (await system.db.asOperator((tx) => tx.outboxMail.findMany({ where: { template: 'freshness-missed' } }))).map(({ to, props }) => `${to} ${(props as { promise: string }).promise}: ${(props as { found: string }).found}`)
    await markGoldFresh(system, 'mine', later(-900))
    for (let look = 1; look <= 20; look++) {
      system.clock.advance(60_000)
      await checkFreshness(system)
      // One in a hundred of 1440 looks may be missed.
      if (look === 14) expect(await late()).toEqual([])
    }
    expect(await late()).toEqual(['person-1@mine.example.com Gold: Today it was later in 15 of 15 looks; at the last one it was 30 minutes old.'])
  })
  it('tells them of a rule of the marts that broke, once', async () => {
    const build = (status: 'ok' | 'failed') => {
      system.clock.advance(60_000)
      return keepRunFrom(system, 'mine', { by: 'airflow', to: system.clock.now(), results: [{ name: 'counts_are_possible', kind: 'test', words: 'More rejected than made', sql: '', status, failures: 3, message: '', seconds: 0.1 }] })
    }
    const told = async () => (await mails()).filter((mail) => mail.includes('More rejected than made'))
    await build('ok')
    expect(await told()).toEqual([])
    await build('failed')
    await build('failed')
    expect(await told()).toEqual(['person-1@mine.example.com More rejected than made: 3 rows'])
    expect((await loadQuality(system, person)).quality!.broken.map(({ table }) => table)).toContain('marts')
  })
  it('is not for another plant, nor for somebody who may not download the whole plant', async () => {
    const other = (await loadQuality(system, personOf('theirs', [{ role: 'tenant_admin', nodeId: '' }]))).quality!
    expect([other.broken, other.promises.map(({ checks }) => checks)]).toEqual([[], [0, 0, 0]])
    expect((await loadQuality(system, personOf('mine', [{ role: 'tenant_admin', nodeId: 'line-1' }]))).quality).toBeNull()
  })
})
