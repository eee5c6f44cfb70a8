import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDashboards } from '@/lib/adapters/monitoring/grafana'
import { connectorMetrics } from '@/lib/connectors/metrics'
import { readMetrics } from '@/lib/health/read-metrics'
import { metricsText } from '@/lib/observe/metrics'
import { gatewayMetrics } from '@/lib/telemetry/gateway/metrics'
import { testSystem, type TestSystem } from '@/lib/testing/test-system'
import { runProgram } from '@/scripts/notebooks/run-program'
import { promtool } from '@/scripts/stack/servers/prometheus'
import { testServer } from '@/scripts/stack/test-stack'

const server = await testServer('prometheus')
const asked = readDashboards(path.resolve('platform/grafana/dashboards')).flatMap(({ questions }) => questions.filter(({ sourceId }) => sourceId === 'millrace-prometheus').map(({ text }) => text))

describe.skipIf(!server.settings)('Prometheus', () => {
  const at = server.settings?.PROMETHEUS_URL
  const varDir = server.settings ? server.varDir : ''
  let system: TestSystem
  let product: Server
  const ask = async (expr: string) => (await (await fetch(`${at}/api/v1/query?${new URLSearchParams({ query: expr })}`)).json()) as { status: string; error?: string; data: { result: { metric: Record<string, string>; value: [number, string] }[] } }

  beforeAll(async () => {
    system = await testSystem()
    const gateway = gatewayMetrics()
    gateway.readings.inc(41)
    product = createServer((_, response) => void Promise.all([readMetrics(system).then(metricsText), gateway.register.metrics(), connectorMetrics().register.metrics()]).then((texts) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(texts.join('\n'))))
    await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve))
    const targets = path.join(varDir, 'stack/prometheus/targets')
    mkdirSync(targets, { recursive: true })
    writeFileSync(path.join(targets, 'neighbours.json'), JSON.stringify([{ targets: [`127.0.0.1:${(product.address() as AddressInfo).port}`], labels: { job: 'product-of-a-test' } }]))
  })
  afterAll(async () => {
    product?.close()
    await system?.stop()
  })

  it('reads what the product exports', async () => {
    await expect.poll(async () => (await ask('millrace_gateway_readings_total{job="product-of-a-test"}')).data.result[0]?.value[1], { timeout: 90_000, interval: 500 }).toBe('41')
    const size = (await ask('millrace_database_bytes{job="product-of-a-test"}')).data.result[0]!.value[1]
    expect(Number(size)).toBeGreaterThan(1e6)
  }, 120_000)

  it('understands every question of every dashboard', async () => {
    expect(asked.length).toBeGreaterThan(30)
    for (const expr of asked) expect(await ask(expr), expr).toMatchObject({ status: 'success' })
  })

  it('knows the rules, and promtool finds nothing wrong with them', async () => {
    const { data } = (await (await fetch(`${at}/api/v1/rules`)).json()) as unknown as { data: { groups: { name: string; rules: { health: string }[] }[] } }
    expect(data.groups.map(({ name }) => name).sort()).toEqual(['objectives', 'pipeline', 'scraping'])
    expect(await runProgram(promtool, ['check', 'rules', path.resolve('platform/prometheus/rules.yml')])).toMatchObject({ code: 0 })
  })
})
