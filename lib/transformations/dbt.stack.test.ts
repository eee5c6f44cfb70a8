import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { yieldChain } from '@/lib/oee/yields'
import { type LineRows, loadLineRows, loadPlantModel, windowFigures } from '@/lib/plant/views/load-plant'
import { loadYield } from '@/lib/plant/views/yield-view'
import { checkPoints, phaseOneLimits } from '@/lib/spc/xbar-r'
import { personOf, plantWithStory } from '@/lib/testing/plant-with-story'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'
import { workNow } from '@/lib/testing/work-queue'
import { askForMarts, listMartRuns, type MartRunView } from '@/lib/transformations/mart-runs'
import { martSteps, type MartStep, runMartStep } from '@/lib/transformations/mart-steps'
import { type DbtRun, runDbt } from '@/lib/transformations/run-dbt'
import { checkout } from '@/scripts/checkout'
import { installDbt } from '@/scripts/dbt/install-dbt'

const project = path.join(checkout, 'platform/dbt')
const python = await installDbt().catch((error: Error) => {
  process.stderr.write(`\n!! SKIPPED: dbt cannot be had here: ${error.message}\n`)
  return null
})

const tenantId = 'demo-dairy'
const dayMs = 86_400_000
const now = new Date('2026-03-12T13:37:21.250Z')
const period = { from: new Date(now.getTime() - 9 * dayMs), to: now }
type Row = Record<string, unknown>
type Marts = Record<'oee_day' | 'downtime_day' | 'yield_day' | 'material_balance' | 'spc_limits' | 'spc_subgroup', Row[]>
const marts = ['oee_day', 'downtime_day', 'yield_day', 'material_balance', 'spc_limits', 'spc_subgroup'] as const

async function readMarts(file: string): Promise<Marts> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    const made = {} as Marts
    for (const name of marts) made[name] = (await connection.runAndReadAll(`SELECT * FROM mart_${name}`)).getRowObjectsJS()
    return made
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

describe.skipIf(python === null)('marts that dbt builds', { timeout: 240_000 }, () => {
  let system: TestSystem
  let run: DbtRun<Marts>
  let lines: LineRows[]
  const build = <T>(read: (file: string) => Promise<T>) => runDbt(system, tenantId, period, { python: python!, project, deadlineMs: 120_000 }, read)
  const engine = (line: LineRows) => {
    const shifts = line.shifts.filter(({ startsAt, endsAt }) => startsAt < now && endsAt > period.from)
    const days = [...Map.groupBy(shifts, ({ localDate }) => localDate)].map(([day, own]) => ({ day, from: own[0]!.startsAt, to: own.at(-1)!.endsAt }))
    return windowFigures({ ...line, shifts }, days, now).map((figures, i) => ({ day: days[i]!.day, ...figures }))
  }

  beforeAll(async () => {
    system = await testSystem({ dbtPython: python })
    system.clock.advance(now.getTime() - system.clock.now().getTime())
    await plantWithStory(system, tenantId, 'dairy', '2026-03-09')
    run = await build(readMarts)
    lines = await system.db.inTenant(tenantId, async (tx) => {
      const model = await loadPlantModel(tx)
      return loadLineRows(tx, model, model.nodes.filter(({ level }) => level === 'line'), new Date(period.from.getTime() - dayMs), now)
    })
  }, 240_000)
  afterAll(() => system?.stop())

  it('are all built, and every test of them holds', () => {
    expect(run.results.filter(({ status }) => status !== 'ok')).toEqual([])
    expect(run.results.filter(({ kind }) => kind === 'test').length).toBeGreaterThan(60)
    expect(run.results.filter(({ kind, name }) => kind === 'model' && name.startsWith('mart_'))).toHaveLength(marts.length)
  })

  it('have the OEE of the product’s engine, line by line and day by day, with the minutes and pieces that it is made of', () => {
    let compared = 0
    for (const line of lines) {
      for (const figures of engine(line)) {
        const row = run.made.oee_day.find((one) => one.line === line.node.id && one.day === figures.day)!
        expect(row, `${line.node.id} ${figures.day}`).toBeDefined()
        const pairs: [unknown, unknown][] = [
          [row.elapsed_minutes, figures.elapsedMinutes], [row.planned_stop_minutes, figures.plannedStopMinutes], [row.planned_busy_minutes, figures.plannedBusyMinutes],
          [row.down_minutes, figures.downMinutes], [row.producing_minutes, figures.producingMinutes], [row.ideal_minutes, figures.idealMinutes], [row.ideal_good_minutes, figures.idealGoodMinutes],
          [row.total, figures.total], [row.reject, figures.reject], [row.rework, figures.rework],
          ...(['availability', 'performance', 'quality', 'oee'] as const).map((name): [unknown, unknown] => [row[`${name}_ratio`], figures[`${name}Ratio`]]),
        ]
        for (const [made, wanted] of pairs) expectSame(made, wanted)
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(30)
  })

  it('have its downtime by kind and its first pass and final yield', () => {
    for (const line of lines) {
      for (const figures of engine(line)) {
        const lost = run.made.downtime_day.filter((one) => one.line === line.node.id && one.day === figures.day)
        for (const [kind, minutes] of Object.entries(figures.lossMinutesByKind)) expectSame(lost.find((one) => one.kind === kind)?.minutes ?? 0, minutes)
        const pieces = run.made.yield_day.filter((one) => one.line === line.node.id && one.day === figures.day)
        for (const { total, reject, rework, first_pass_yield: first, final_yield: final } of pieces as Record<string, number>[]) {
          const chain = yieldChain([{ name: 'line', units: total!, defective: reject!, scrapped: reject! - rework! }])
          if (!chain.ok || total === 0) continue
          expectSame(first, chain.value.rolledThroughputYield)
          expectSame(final, chain.value.finalYield)
        }
        expectSame(pieces.reduce((sum, one) => sum + (one.total as number), 0), figures.total)
      }
    }
  })

  it('have its material balance of every batch, outliers included', async () => {
    const view = await loadYield(system, tenantId, undefined, '7d')
    if (!view?.balance.ok) throw new Error('the engine has no balance')
    expect(view.balance.value.length).toBeGreaterThan(5)
    for (const batch of view.balance.value) {
      const row = run.made.material_balance.find((one) => one.batch === batch.id)!
      for (const [made, wanted] of [[row.input_kg, batch.inputKg], [row.output_kg, batch.outputKg], [row.rejected_kg, batch.rejectedKg], [row.unaccounted_kg, batch.unaccountedKg], [row.yield_ratio, batch.yieldRatio]]) expectSame(made, wanted)
    }
  })

  it('have its control limits, and the same points outside of them', async () => {
    const [characteristics, subgroups] = await system.db.inTenant(tenantId, async (tx) => [await tx.characteristic.findMany(), await tx.subgroup.findMany({ orderBy: { index: 'asc' } })])
    expect(characteristics.length).toBeGreaterThan(0)
    for (const one of characteristics) {
      const own = subgroups.filter(({ characteristicId }) => characteristicId === one.id)
      const limits = phaseOneLimits(own, one.phaseIFirst, one.phaseILast)
      if (!limits.ok) throw new Error(limits.refusal.message)
      const row = run.made.spc_limits.find(({ characteristic }) => characteristic === one.id)!
      const { location, range, sigma } = limits.value
      for (const [made, wanted] of [[row.sigma, sigma], [row.mean_lower, location.lower], [row.centre, location.centre], [row.mean_upper, location.upper], [row.range_lower, range.lower], [row.range_upper, range.upper]]) expectSame(made, wanted)
      const points = checkPoints(own, limits.value)
      if (!points.ok) throw new Error(points.refusal.message)
      const outside = (which: 'mean_is_outside' | 'range_is_outside') => run.made.spc_subgroup.filter((made) => made.characteristic === one.id && made[which]).map(({ subgroup }) => subgroup).sort()
      expect(outside('mean_is_outside')).toEqual(points.value.filter(({ meanIsOutside }) => meanIsOutside).map(({ index }) => index).sort())
      expect(outside('range_is_outside')).toEqual(points.value.filter(({ rangeIsOutside }) => rangeIsOutside).map(({ index }) => index).sort())
    }
  })

  it('say which rule of the business is broken, by how many rows, and do not stop for it', async () => {
    await system.db.inTenant(tenantId, async (tx) => {
      const { id } = await tx.productionRun.findFirstOrThrow({ where: { startsAt: { gt: new Date(now.getTime() - 2 * dayMs), lt: new Date(now.getTime() - dayMs) } } })
      await tx.$executeRaw`UPDATE production_count SET reject = total + 1 WHERE run_id = ${id}`
    })
    const broken = await build(() => Promise.resolve(null))
    const failed = broken.results.filter(({ status }) => status === 'failed')
    expect(failed.map(({ name }) => name)).toContain('counts_are_possible')
    expect(failed.find(({ name }) => name === 'counts_are_possible')!.failures).toBeGreaterThan(0)
  })

  it('asked for twice are built once, and the run is kept with the words of its rules for whoever sees the whole plant', async () => {
    const person = personOf(tenantId)
    await askForMarts(system, person)
    await askForMarts(system, person)
    await workNow(system)
    const runs = await listMartRuns(system, person)
    expect(runs).toMatchObject([{ state: 'done', askedBy: person.email, reason: '' }])
    expect(runs[0]!.results.find(({ name }) => name === 'counts_are_possible')).toMatchObject({ status: 'failed', words: 'More rejected than made, more reworked than rejected, or fewer than none.' })
    expect(runs[0]!.results.find(({ name }) => name === 'mart_oee_day')).toMatchObject({ kind: 'model', words: expect.stringContaining('production day'), sql: expect.stringContaining('oee_ratio') })
    const [line] = await system.db.inTenant(tenantId, (tx) => tx.plantNode.findMany({ where: { level: 'line' } }))
    expect(await listMartRuns(system, { tenantId, places: { own: [line!.id], ways: [] } })).toEqual([])
  })

  it('built step by step, as Airflow and Argo do it, are kept as those that the product builds in one go; a step begun again does no harm', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'millrace-steps-'))
    const asked = { tenantId, folder, to: now, by: 'airflow', python: () => Promise.resolve(python!) }
    const step = (name: MartStep) => runMartStep(system, name, asked)
    await expect(step('keep')).rejects.toThrow('run the step "build" before')
    await step('silver')
    for (const name of martSteps) await step(name)
    expect(existsSync(folder)).toBe(false)
    await expect(step('build')).rejects.toThrow('begin with the step "silver"')
    const runs = await listMartRuns(system, { tenantId, places: null })
    const [theirs, own] = ['airflow', personOf(tenantId).email].map((by) => runs.find(({ askedBy }) => askedBy === by)!)
    const said = ({ results }: MartRunView) => results.map(({ name, status, failures }) => `${name} ${status} ${failures}`).toSorted()
    expect(theirs).toMatchObject({ state: 'done', askedAt: now })
    expect(said(theirs!)).toEqual(said(own!))
  })

  it('that cannot be built say why, and are not there in their stead', async () => {
    system.clock.advance(60_000)
    system.settings.dbtPython = '/bin/false'
    await askForMarts(system, personOf(tenantId))
    await workNow(system)
    expect((await listMartRuns(system, { tenantId, places: null }))[0]).toMatchObject({ state: 'failed', reason: expect.stringContaining('dbt built nothing') })
    system.settings.dbtPython = null
    await expect(askForMarts(system, personOf(tenantId))).rejects.toThrow('dbt is not there')
  })
})

/** To nine digits: sums in another order. Undefined there is null here. */
function expectSame(made: unknown, wanted: unknown): void {
  if (typeof wanted !== 'number') return expect(made).toBeNull()
  expect(Math.abs(Number(made) - wanted), `${String(made)} is not ${wanted}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)))
}
