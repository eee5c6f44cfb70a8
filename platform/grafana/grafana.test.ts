import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readDashboards } from '@/lib/adapters/monitoring/grafana'
import { connectorMetrics } from '@/lib/connectors/metrics'
import { readMetrics } from '@/lib/health/read-metrics'
import { liveMetrics } from '@/lib/plant/live-metrics'
import { metrics } from '@/lib/observe/metrics'
import { gatewayMetrics } from '@/lib/telemetry/gateway/metrics'
import { type TestDatabase, testDatabase } from '@/lib/testing/database'
import { composeTestSystem, type TestSystem } from '@/lib/testing/compose-test-system'
import { neighbourMetrics } from '@/platform/prometheus/neighbour-metrics'
import { metricsIn } from './asked-metrics'
import { loki, postgres, prometheus } from './source/panels'
import { dashboards } from './source/dashboards'
import { fileOf, folder, textOf } from './source/write-dashboards'

const questions = readDashboards(folder).flatMap((dashboard) => dashboard.questions)
const asked = (uid: string) => questions.filter(({ sourceId }) => sourceId === uid).map(({ text }) => text)
const rules = (parse(readFileSync(path.resolve('platform/prometheus/rules.yml'), 'utf8')) as { groups: { rules: { expr: string }[] }[] }).groups.flatMap((group) => group.rules.map(({ expr }) => expr))

describe('dashboards of Grafana', () => {
  it('stand in their files as the code builds them', () => {
    expect(readdirSync(folder).sort()).toEqual(dashboards.map(({ uid }) => path.basename(fileOf(uid))).sort())
    for (const one of dashboards) expect(readFileSync(fileOf(one.uid), 'utf8'), `run: node scripts/run-ts.mjs platform/grafana/source/write-dashboards.ts`).toBe(textOf(one))
  })

  it('are whole: six, each with a name, a summary, and panels that say what they tell and ask a provisioned source', () => {
    expect(dashboards).toHaveLength(6)
    const provisioned = (parse(readFileSync(path.resolve('platform/grafana/provisioning/datasources/millrace.yaml'), 'utf8')) as { datasources: { uid: string; type: string; editable: boolean }[] }).datasources
    expect(provisioned.map(({ uid, type }) => ({ type, uid }))).toEqual([prometheus, postgres, loki])
    for (const { panels = [], editable } of dashboards) {
      expect(editable).toBe(false)
      for (const panel of panels) expect(panel).toMatchObject({ id: expect.any(Number), title: expect.any(String), description: expect.any(String), targets: expect.arrayContaining([expect.anything()]) })
    }
    for (const { sourceId, text } of questions) {
      expect(provisioned.map(({ uid }) => uid)).toContain(sourceId)
      expect(text).not.toBe('')
    }
  })
})

describe('what dashboards and rules ask', () => {
  let database: TestDatabase
  let system: TestSystem
  beforeAll(async () => {
    database = await testDatabase()
    system = await composeTestSystem(database, new Date())
  })
  afterAll(async () => {
    await system?.stop()
    await database?.drop()
  })

  it('of Prometheus is exported by the product, or by the neighbour that is named', async () => {
    const registers = [metrics().register, gatewayMetrics().register, connectorMetrics().register, liveMetrics().register]
    const own = (await Promise.all(registers.map((register) => register.getMetricsAsJSON()))).flat().map(({ name }) => name)
    const exported = new Set([...own, ...(await readMetrics(system)).map(({ name }) => name), ...Object.values(neighbourMetrics).flat()])
    const base = (name: string) => (exported.has(name) ? name : name.replace(/_(bucket|count|sum)$/, ''))
    const wanted = [...asked(prometheus.uid!), ...rules].flatMap(metricsIn)
    expect(wanted.length).toBeGreaterThan(40)
    expect(wanted.filter((name) => !exported.has(base(name)))).toEqual([])
  })

  it('of PostgreSQL is answered to millrace_monitor, who reads no row of anybody', async () => {
    const owner = new pg.Client({ connectionString: database.ownerUrl })
    await owner.connect()
    await owner.query(`ALTER ROLE millrace_monitor LOGIN PASSWORD 'only-for-tests'`)
    await owner.query(`GRANT CONNECT ON DATABASE ${owner.escapeIdentifier(owner.database!)} TO millrace_monitor`)
    const tables = (await owner.query<{ name: string }>(`SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'bi', 'graphile_worker')`)).rows
    await owner.end()
    const url = new URL(database.ownerUrl)
    Object.assign(url, { username: 'millrace_monitor', password: 'only-for-tests' })
    const monitor = new pg.Client({ connectionString: url.href })
    await monitor.connect()
    try {
      expect(asked(postgres.uid!).length).toBeGreaterThan(2)
      for (const sql of asked(postgres.uid!)) expect((await monitor.query(sql)).rows.length, sql).toBeGreaterThan(0)
      expect(tables.length).toBeGreaterThan(50)
      for (const { name } of tables) await expect(monitor.query(`SELECT 1 FROM ${name} LIMIT 1`), name).rejects.toThrow('permission denied')
    } finally {
      await monitor.end()
    }
  })
})

describe('names of metrics in an expression', () => {
  it.each([
    ['histogram_quantile(0.95, sum by (le, job) (rate(a_bucket{x="y_z"}[5m])))', ['a_bucket']],
    ['count(up == 0) or vector(0)', ['up']],
    ['sum(rate(a{status=~"5.."}[5m])) / clamp_min(sum(rate(b[5m])), 1e-9) * 86400', ['a', 'b']],
  ])('%s', (expr, names) => expect(metricsIn(expr)).toEqual(names))
})
