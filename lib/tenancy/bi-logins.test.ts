import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { refreshDays } from '@/lib/plant/gold/refresh-days'
import { lineFigures, loadLineRows, loadPlantModel } from '@/lib/plant/views/load-plant'
import { biLogins } from '@/lib/tenancy/bi-logins'
import { plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem, type TestSystem } from '@/lib/testing/test-system'
import type { TestDatabase } from '@/lib/testing/database'

const views = ['oee', 'production_volume', 'quality', 'downtime', 'energy', 'material_use']
const dayMs = 86_400_000

let system: TestSystem & { database: TestDatabase }
let dairy: pg.Client
let pharma: pg.Client

const connectAs = async (tenantId: string) => {
  const { user, password } = value(await biLogins(system.db, 'secret').ensure(tenantId))
  const url = new URL(system.database.appUrl)
  Object.assign(url, { username: user, password })
  const client = new pg.Client({ connectionString: url.href, options: '-c timezone=UTC' })
  await client.connect()
  return client
}
const rows = async <T extends pg.QueryResultRow>(client: pg.Client, sql: string) => (await client.query<T>(sql)).rows

beforeAll(async () => {
  system = await testSystem()
  await plantWithStory(system, 'demo-dairy', 'dairy', '2026-03-09')
  await plantWithStory(system, 'demo-pharma', 'pharma', '2026-03-09')
  for (const id of ['demo-dairy', 'demo-pharma']) {
    await refreshDays(system, id)
    // Every meter, an hour in which something was used; one quarter with readings of five minutes only.
    await system.db.inTenant(id, (tx) => tx.$executeRaw`INSERT INTO signal_rollup (tenant_id, signal_id, level_seconds, bucket_at, count, sum, sum_squares, min, max, first, last)
      SELECT tenant_id, id, 900, timestamptz '2026-03-09 08:00Z' + make_interval(mins => 15 * i), CASE i WHEN 3 THEN 5 ELSE 15 END, 100 * (i + 1), 1, 1, 20, 1, 1 FROM signal, generate_series(0, 3) i WHERE quantity = 'power'`)
  }
  ;[dairy, pharma] = await Promise.all(['demo-dairy', 'demo-pharma'].map(connectAs)) as [pg.Client, pg.Client]
}, 120_000)
afterAll(async () => {
  await Promise.all([dairy, pharma].map((client) => client?.end()))
  for (const tenantId of ['demo-dairy', 'demo-pharma', 'demo-new']) await biLogins(system.db, 'secret').remove(tenantId)
  await system?.stop()
})

describe('the login of a BI tool', () => {
  it('sees in every view rows, all of its tenant', async () => {
    const namesOf = async (tenantId: string) => (await system.db.inTenant(tenantId, (tx) => tx.plantNode.findMany({ select: { name: true } }))).map(({ name }) => name)
    const [ours, theirs] = [await namesOf('demo-dairy'), await namesOf('demo-pharma')]
    for (const view of views) {
      const place = view === 'energy' ? 'place' : 'line'
      for (const [client, own, other] of [[dairy, ours, theirs], [pharma, theirs, ours]] as const) {
        const seen = (await rows<{ name: string }>(client, `SELECT DISTINCT ${place} AS name FROM bi.${view}`)).map(({ name }) => name)
        expect(seen.length, view).toBeGreaterThan(0)
        expect(seen.filter((name) => !own.includes(name)), view).toEqual([])
        expect(seen.some((name) => other.includes(name) && !own.includes(name)), view).toBe(false)
      }
    }
  })

  it('counts what the tenant has, not what the table has', async () => {
    const counts = await system.db.inTenant('demo-dairy', (tx) => tx.productionCount.count())
    expect(await rows(dairy, 'SELECT count(*)::int AS n FROM bi.production_volume')).toEqual([{ n: counts }])
  })

  it.each([
    ['another tenant named in a setting', `SET millrace.tenant = 'demo-pharma'; SET millrace.places = '*'`],
    ['the role of all logins taken', 'SET ROLE millrace_bi'],
    ['another search path', 'SET search_path = public, bi'],
    ['row security switched off', 'SET row_security = off'],
  ])('sees no row more with %s', async (_, trick) => {
    const before = await rows(dairy, 'SELECT count(*)::int AS n FROM bi.downtime')
    await dairy.query(trick)
    // Refused altogether is as good.
    const after = await rows(dairy, 'SELECT count(*)::int AS n FROM bi.downtime').catch(() => before)
    await dairy.query('RESET ALL; RESET ROLE')
    expect(after).toEqual(before)
  })

  it.each([
    ['tables', 'SELECT FROM public.stop'],
    ['leases', 'SELECT FROM public.lease'],
    ['who has a login', 'SELECT FROM bi.login'],
    ['making logins', `SELECT bi.ensure_login('demo-pharma', 'x')`],
    ['removing logins', `SELECT bi.remove_login('demo-pharma')`],
    ['the other’s role', 'SET ROLE millrace_app'],
    ['changing a view’s rows', `SET default_transaction_read_only = off; UPDATE bi.oee SET total = 0`],
    ['tables of its own', `SET default_transaction_read_only = off; CREATE TABLE bi.mine (a int)`],
  ])('is refused %s', async (_, sql) => {
    await expect(dairy.query(sql)).rejects.toThrow(/permission denied|must be member|cannot/)
    await dairy.query('RESET ALL')
  })

  it('names no tenant to whoever lists the server’s roles', async () => {
    expect(await rows(dairy, `SELECT rolname FROM pg_roles WHERE rolname ~ 'pharma|dairy'`)).toEqual([])
  })

  it('is made anew under the same name, also at once, and opens with the same password', async () => {
    const logins = biLogins(system.db, 'secret')
    const made = await Promise.all(Array.from({ length: 4 }, () => logins.ensure('demo-new')))
    expect(new Set(made.map((one) => JSON.stringify(value(one)))).size).toBe(1)
    expect(value(await logins.list('demo-'))).toEqual(['demo-dairy', 'demo-new', 'demo-pharma'])
    expect(value(await logins.list('demo_'))).toEqual([])
  })

  it('is gone after removal; a connection that stood sees nothing more', async () => {
    const logins = biLogins(system.db, 'secret')
    const stood = await connectAs('demo-new')
    value(await logins.remove('demo-new'))
    value(await logins.remove('demo-new'))
    expect(await rows(stood, 'SELECT FROM bi.oee').catch(() => [])).toEqual([])
    await stood.end()
    const url = new URL(system.database.appUrl)
    Object.assign(url, { username: 'bi_nobody', password: 'x' })
    await expect(new pg.Client({ connectionString: url.href }).connect()).rejects.toThrow(/authentication/)
  })
})

describe('what the views say', () => {
  it('is the engine’s: OEE of every line and production day, pieces, rejects', async () => {
    const expected = await system.db.inTenant('demo-dairy', async (tx) => {
      const now = system.clock.now()
      const model = await loadPlantModel(tx)
      const lines = await loadLineRows(tx, model, model.nodes.filter(({ level }) => level === 'line'), new Date(now.getTime() - 20 * dayMs), now)
      return lines.flatMap((line) => {
        const days = [...Map.groupBy(line.shifts.filter(({ endsAt }) => endsAt <= now), ({ localDate }) => localDate)].slice(3, 13)
        // Each by itself, not in one sweep.
        return days.map(([day, own]) => ({ day, line: line.node.name, figures: lineFigures(line, { from: own[0]!.startsAt, to: own.at(-1)!.endsAt }, now) }))
      })
    })
    expect(expected.length).toBeGreaterThanOrEqual(20)
    const seen = await rows<{ line: string; day: string; oee: number; total: number; reject: number }>(dairy, `
      SELECT line, to_char(day, 'YYYY-MM-DD') AS day, sum(ideal_good_minutes) / nullif(sum(planned_busy_minutes), 0) AS oee, sum(total) AS total, sum(reject) AS reject FROM bi.oee GROUP BY 1, 2`)
    for (const { line, day, figures } of expected) {
      const found = seen.find((row) => row.line === line && row.day === day)!
      if (typeof figures.oeeRatio === 'number') expect(found.oee, `${line} ${day}`).toBeCloseTo(figures.oeeRatio, 12)
      else expect(found.oee).toBeNull()
      expect([found.total, found.reject]).toEqual([expect.closeTo(figures.total, 6), expect.closeTo(figures.reject, 6)])
    }
  })

  it('energy is the rooms’ sum, stops and batches are the tables’', async () => {
    const own = await system.db.inTenant('demo-dairy', async (tx) => ({
      kwh: (await tx.$queryRaw<{ kwh: number }[]>`SELECT sum(r.sum / r.count * least(r.level_seconds, r.count * s.expected_interval_seconds) / 3600) AS kwh FROM telemetry_rollup r JOIN signal s ON s.id = r.signal_id
        WHERE s.quantity = 'power' AND r.level_seconds = 900 AND r.count > 0`)[0]!.kwh,
      stops: await tx.stop.count(),
      used: (await tx.batch.aggregate({ _sum: { inputKg: true } }))._sum.inputKg!,
    }))
    expect(own.kwh).toBeGreaterThan(0)
    expect((await rows<{ kwh: number }>(dairy, 'SELECT sum(kwh) AS kwh FROM bi.energy'))[0]!.kwh).toBeCloseTo(own.kwh, 3)
    expect(await rows(dairy, 'SELECT count(*)::int AS n FROM bi.downtime')).toEqual([{ n: own.stops }])
    expect((await rows<{ kg: number }>(dairy, 'SELECT sum(input_kg) AS kg FROM bi.material_use'))[0]!.kg).toBeCloseTo(own.used, 3)
  })

  it('made twice is the same', async () => {
    const sum = async () => (await rows<{ s: number }>(dairy, 'SELECT sum(down_minutes) AS s FROM bi.oee'))[0]!.s
    const before = await sum()
    await refreshDays(system, 'demo-dairy')
    expect(await sum()).toBeCloseTo(before, 6)
  })
})
