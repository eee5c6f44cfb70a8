import { existsSync } from 'node:fs'
import { truncate, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import type { LakeFile } from '@/lib/generated/prisma/client'
import { lakeKeyOf } from '@/lib/lake/lake-key'
import { lakePath } from '@/lib/lake/lake-files'
import { usualLake } from '@/lib/lake/lake-settings'
import { localFile } from '@/lib/lake/local-file'
import { filesOf, sealedUntil } from '@/lib/lake/manifest'
import { sealTenant, type Step } from '@/lib/lake/seal-tenant'
import { expectNoOrphan, expectWholeLake, foundLakePlant, historianOf } from '@/lib/testing/lake-plant'
import { lakeCrypto, lakeRows, rowsOfFiles } from '@/lib/testing/lake-rows'
import { storedReadings } from '@/lib/testing/stored-telemetry'
import { testSystem } from '@/lib/testing/test-system'

const cryptoFile = await lakeCrypto()
const minuteMs = 60_000
const hourMs = 60 * minuteMs

describe.skipIf(cryptoFile === null)('the lake', { timeout: 120_000 }, () => {
  let system: Awaited<ReturnType<typeof testSystem>>
  let tenantId = ''
  let tenants = 0
  let historian: ReturnType<typeof historianOf>
  let start = 0
  const now = () => system.clock.now().getTime()

  beforeAll(async () => {
    system = await testSystem({ lake: { ...usualLake, cryptoFile, keepDays: 400 } })
    start = now()
    historian = historianOf(system)
    await embeddedTelemetry(system.db).keep(system.clock.now())
  })
  afterAll(() => system.stop())
  beforeEach(async () => {
    system.clock.advance(start - now())
    await freshTenant()
  })

  async function freshTenant() {
    tenantId = `lake-${++tenants}`
    await foundLakePlant(system, tenantId)
    return tenantId
  }

  const store = (signal: string, times: number[], of = tenantId) => historian(of, signal, times)
  const everySecond = (from: number, to: number) => Array.from({ length: Math.ceil((to - from) / 1000) }, (_, i) => from + i * 1000)
  async function nextThreeMinutes() {
    system.clock.advance(3 * minuteMs)
    await store('temp', everySecond(now() - 3 * minuteMs, now()))
  }
  const seal = (step?: Step) => sealTenant(system, tenantId, step)

  const expectWhole = () => expectWholeLake(system, tenantId, 185_000)
  const expectClean = () => expectNoOrphan(system, tenantId)

  it('holds every reading of the time that is over, once, sorted by signal and time', async () => {
    await store('flow', everySecond(now() - 20 * minuteMs, now()))
    await store('temp', everySecond(now() - 10 * minuteMs, now()))
    await seal()
    await expectWhole()
    await seal()
    await expectWhole()
    system.clock.advance(4 * minuteMs)
    await store('temp', everySecond(now() - 4 * minuteMs, now()))
    await seal()
    await expectWhole()
    await expectClean()
  })

  it('has what comes late while its window is read in one file only, whenever that is', async () => {
    const late = now() - 8 * minuteMs + 500
    await store('temp', everySecond(now() - 10 * minuteMs, now()))
    const { copyInTenant } = system.db
    let told = 0
    const tell = () => store('temp', [late + told++])
    // Before and after the readings are asked for; whatever else is asked, is asked before or after that.
    const db = { ...system.db, copyInTenant: (async (...question) => (await tell(), await copyInTenant(...question), await tell())) as typeof copyInTenant }
    await sealTenant({ ...system, db }, tenantId)
    expect(told).toBeGreaterThan(1)
    await seal()
    await expectWhole()
  })

  it('takes what came late into corrections, and leaves the sealed files as they were', async () => {
    await store('temp', everySecond(now() - 10 * minuteMs, now()).filter((t) => t % 7000 !== 0))
    await seal()
    const before = await filesOf(system, tenantId, 'live')
    system.clock.advance(1000)
    // Some of it is not new, some of yesterday, some of a signal that nobody knew.
    await store('temp', everySecond(now() - 10 * minuteMs, now() - 6 * minuteMs))
    await store('temp', everySecond(now() - 25 * hourMs, now() - 25 * hourMs + minuteMs))
    await store('flow', everySecond(now() - 9 * minuteMs, now() - 8 * minuteMs))
    await seal()
    await expectWhole()
    const files = await filesOf(system, tenantId, 'live')
    expect(files.slice(0, before.length)).toEqual(before)
    expect(files.slice(before.length).map(({ kind, day }) => `${kind} ${day.toISOString().slice(0, 10)}`).toSorted()).toEqual(['correction 2026-03-08', 'correction 2026-03-09'])
    expect(await system.db.asOperator((tx) => tx.lakeLate.count({ where: { tenantId } }))).toBe(0)
  })

  it('joins the small files of a day and loses nothing of them', async () => {
    for (let i = 0; i < 13; i++) {
      await nextThreeMinutes()
      await seal()
    }
    await expectWhole()
    expect((await filesOf(system, tenantId, 'live')).map(({ level }) => level).toSorted()).toContain(1)
    system.clock.advance(20 * minuteMs)
    await seal()
    await expectClean()
    // Two hours after the day is over one file of it is left.
    system.clock.advance(14 * hourMs)
    await store('temp', [now() - hourMs])
    await seal()
    system.clock.advance(hourMs)
    await seal()
    await expectWhole()
    expect((await filesOf(system, tenantId, 'live')).filter(({ day }) => day.toISOString().startsWith('2026-03-09'))).toMatchObject([{ level: 2, kind: 'sealed' }])
  })

  it('takes a clock that was set back for what it is: nothing twice, and what comes meanwhile as late', async () => {
    await store('temp', everySecond(now() - 10 * minuteMs, now()))
    await seal()
    system.clock.advance(-2 * hourMs)
    await store('temp', everySecond(now() - 3 * minuteMs, now()))
    await seal()
    expect(await system.db.asOperator((tx) => tx.lakeLate.count({ where: { tenantId } }))).toBe(0)
    await nextThreeMinutes()
    await seal()
    const behind = (await sealedUntil(system, tenantId))!
    expect(behind).toBeGreaterThan(now())
    expect((await lakeRows(system, tenantId)).length).toBe((await storedReadings(system.db, tenantId)).filter(({ t }) => t < behind).length)
    system.clock.advance(2 * hourMs)
    await nextThreeMinutes()
    await seal()
    await expectWhole()
    system.clock.advance(20 * minuteMs)
    await seal()
    await expectClean()
  })

  it('forgets what its tier no longer keeps', async () => {
    await store('temp', everySecond(now() - 10 * minuteMs, now()))
    await seal()
    system.clock.advance(401 * 24 * hourMs)
    await seal()
    expect(await lakeRows(system, tenantId)).toEqual([])
    system.clock.advance(20 * minuteMs)
    await seal()
    expect(await system.db.asOperator((tx) => tx.lakeFile.count({ where: { tenantId } }))).toBe(0)
    await expectClean()
  })

  describe('killed', () => {
    /** Eleven files and one that is due: the next run seals, corrects, joins and removes. */
    async function beforeTheRun() {
      system.clock.advance(start - now())
      await freshTenant()
      await store('temp', everySecond(now() - 164 * minuteMs, now()).filter((t) => t % 20_000 === 0))
      await seal()
      await nextThreeMinutes()
      await lateOnes()
    }
    const lateOnes = () => store('flow', [now() - 2 * minuteMs, now() - 9 * minuteMs, now() - 26 * hourMs])

    it('after any of its steps has neither gap nor duplicate nor orphan once it runs again', { timeout: 180_000 }, async () => {
      const killedAt = new Set<string>()
      // Killed at its n-th step, for every n there is.
      for (let n = 1, killed = true; killed; n++) {
        await beforeTheRun()
        let steps = 0
        killed = false
        await seal((name) => {
          if (++steps !== n) return
          killedAt.add(name)
          killed = true
          throw new Error('killed')
        }).catch((error: Error) => expect(error.message).toBe('killed'))
        // Readings go on coming while it is dead, late ones of the very window too.
        await nextThreeMinutes()
        await store('flow', [now() - 4 * minuteMs, now() - 12 * minuteMs, now() - 26 * hourMs + 1])
        await seal()
        await expectWhole()
        system.clock.advance(20 * minuteMs)
        await seal()
        await expectWhole()
        await expectClean()
      }
      expect([...killedAt].toSorted()).toEqual(['assigned', 'closed', 'counted', 'planned', 'removed', 'stored', 'written'])
    })

    it('at every one of its steps in turn comes to an end all the same', async () => {
      await store('temp', everySecond(now() - 10 * minuteMs, now()))
      let last = ''
      for (let runs = 0; runs < 30 && last !== 'removed'; runs++) {
        await seal((name) => {
          last = name
          throw new Error('killed')
        }).catch(() => undefined)
        await store('temp', [now() - 9 * minuteMs + runs + 1])
        if (last === 'stored' || last === 'written') await seal()
      }
      await seal()
      await expectWhole()
      await expectClean()
    })
  })

  it('sweeps what lies there and stands in no manifest', async () => {
    await store('temp', everySecond(now() - 10 * minuteMs, now()))
    await seal()
    value(await system.objects.put(tenantId, 'lake/bronze/readings/day=2026-03-09/stray.parquet', Buffer.from('x')))
    value(await system.objects.put(tenantId, 'samples/mine.csv', Buffer.from('x')))
    // Of a write that was killed long ago, and of one that goes on.
    const [old, young] = ['0', '1'].map((n) => path.join(system.settings.varDir, 'objects', tenantId, `lake/bronze/readings/day=2026-03-09/.${n.repeat(16)}.part`)) as [string, string]
    for (const draft of [old, young]) await writeFile(draft, 'x')
    await utimes(old, new Date(now() - hourMs), new Date(now() - hourMs))
    // Once an hour.
    system.clock.advance(hourMs - (now() % hourMs))
    await seal()
    expect(value(await system.objects.list(tenantId)).map(({ path }) => path).filter((path) => path.includes('stray') || path.includes('mine'))).toEqual(['samples/mine.csv'])
    expect([old, young].map((draft) => existsSync(draft))).toEqual([false, true])
    await expectWhole()
  })

  describe('a file', () => {
    const fileOf = async (file: LakeFile) => value(await system.objects.fileOf(tenantId, lakePath(file)))!

    it('that was cut short is left out and said, and what is beside it is joined without it', async () => {
      for (let i = 0; i < 12; i++) {
        await nextThreeMinutes()
        await seal()
      }
      const [victim] = await filesOf(system, tenantId, 'live')
      await truncate(await fileOf(victim!), Number(victim!.bytes) - 10)
      expect(await localFile(system, tenantId, victim!)).toMatchObject({ ok: false, failure: { kind: 'refused', message: expect.stringContaining(victim!.id) as string } })
      for (let i = 0; i < 3; i++) {
        await nextThreeMinutes()
        await seal()
      }
      expect(await filesOf(system, tenantId, 'damaged')).toMatchObject([{ id: victim!.id, note: expect.stringContaining('bytes') as string }])
      const until = (await sealedUntil(system, tenantId))!
      const others = (await storedReadings(system.db, tenantId)).filter(({ t }) => t < until && (t < victim!.startsAt.getTime() || t >= victim!.endsAt.getTime()))
      expect((await lakeRows(system, tenantId)).length).toBe(others.length)
      expect((await filesOf(system, tenantId, 'live')).some(({ level }) => level === 1)).toBe(true)
    })

    it('shows nothing without the key, and nothing to the key of another plant', async () => {
      await store('temp', everySecond(now() - 10 * minuteMs, now()))
      await seal()
      const [file] = await filesOf(system, tenantId, 'live')
      const mine = value(await lakeKeyOf(system, tenantId))
      const path = await fileOf(file!)
      await freshTenant()
      const theirs = value(await lakeKeyOf(system, tenantId))
      expect((await rowsOfFiles([path], mine)).length).toBe(Number(file!.rows))
      await expect(rowsOfFiles([path], theirs)).rejects.toThrow()
    })
  })

  describe('its key', () => {
    it('rotated midway opens what was sealed before and after', async () => {
      await store('temp', everySecond(now() - 10 * minuteMs, now()))
      await seal((name) => {
        if (name === 'stored') throw new Error('killed')
      }).catch(() => undefined)
      value(await system.keys.rotate(tenantId))
      await seal()
      await expectWhole()
    })

    it('destroyed, nobody reads its files any more, and those of others as before', async () => {
      const [mine, other] = [tenantId, await freshTenant()]
      for (const id of [mine, other]) {
        await store('temp', everySecond(now() - 10 * minuteMs, now()), id)
        await sealTenant(system, id)
      }
      const files = await filesOf(system, mine, 'live')
      value(await system.keys.destroy(mine))
      expect(await lakeKeyOf(system, mine)).toMatchObject({ ok: false, failure: { kind: 'refused' } })
      const path = value(await system.objects.fileOf(mine, lakePath(files[0]!)))!
      for (const key of [value(await lakeKeyOf(system, other)), Buffer.alloc(32).toString('base64')]) await expect(rowsOfFiles([path], key)).rejects.toThrow()
      await expect(sealTenant(system, mine)).resolves.toBeUndefined()
      await expectWhole()
      // A key made again under the name opens nothing of it.
      value(await system.keys.ensureKey(mine))
      expect(await lakeKeyOf(system, mine)).toMatchObject({ ok: false })
    })
  })
})
