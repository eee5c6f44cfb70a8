import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { value } from '@/lib/adapters/contract-checks'
import { NotebookVisitor, type NotebookKernel } from '@/lib/adapters/notebooks/notebook-visitor'
import { startTestHub, type TestHub } from '@/lib/adapters/notebooks/test-hub'
import type { Objects } from '@/lib/adapters/objects/port'
import { s3Objects } from '@/lib/adapters/objects/s3'
import { systemClock } from '@/lib/clock'
import { objectStoreFiles } from '@/lib/plant/sample-notebooks'
import { memoryCredentials } from '@/lib/testing/memory-credentials'
import { writeSmallPlant } from '@/platform/notebooks/small-plant'
import { testServer } from '@/scripts/stack/test-stack'

const server = await testServer('s3')
const notebookFile = 'platform/notebooks/object-store/Your Files over S3.ipynb'
const document = z.object({ cells: z.array(z.object({ cell_type: z.string(), source: z.array(z.string()) })) })

describe.skipIf(!server.settings)('a notebook and its plant’s object space', { timeout: 120_000 }, () => {
  const settings = server.settings ?? {}
  const prefix = `t${randomBytes(4).toString('hex')}-`
  let hub: TestHub
  let objects: Objects
  let kernel: NotebookKernel
  beforeAll(async () => {
    const administrator = { accessKeyId: settings.S3_ACCESS_KEY_ID!, secretAccessKey: settings.S3_SECRET_ACCESS_KEY! }
    objects = s3Objects({ endpoint: settings.S3_URL!, region: 'us-east-1', administrator, prefix, credentials: memoryCredentials(), portalUrl: 'http://localhost:3000', clock: systemClock })
    hub = await startTestHub({}, [Number(new URL(settings.S3_URL!).port)])
    const access = value(await objects.access('demo-a'))!
    value(await objects.ensureSpace('demo-other'))
    await writeSmallPlant(`${hub.stateDir}/plant`, { subgroupSize: 5, quantity: 'vibration', timeType: 'timestamp', equipmentKnown: true })
    value(await objects.put('demo-a', 'samples/stops.parquet', await readFile(`${hub.stateDir}/plant/stops.parquet`)))
    value(await hub.notebooks.ensureServer('demo-a', await objectStoreFiles(access)))
    const visitor = new NotebookVisitor(hub.running.url)
    await visitor.open(hub.notebooks.openUrl('demo-a', hub.ticketFor('demo-a')))
    kernel = await visitor.startKernel('demo-a')
  }, 600_000)
  afterAll(async () => {
    kernel?.close()
    await hub?.stop()
    for (const space of ['demo-a', 'demo-other']) await objects?.removeSpace(space)
  }, 90_000)

  it('are joined by the files of its home: the sample reads a table and leaves a result', async () => {
    const { cells } = document.parse(JSON.parse(await readFile(notebookFile, 'utf8')))
    const code = cells.filter((cell) => cell.cell_type === 'code').map((cell) => cell.source.join('').replace('YOUR-BUCKET', `${prefix}demo-a`))
    const printed = []
    for (const each of code) printed.push(await kernel.run(each))
    expect(printed.join('')).toBe(`108 stops read from ${prefix}demo-a\n`)
    expect(value(await objects.list('demo-a')).map(({ path }) => path)).toEqual(['results/stops-counted.csv', 'samples/stops.parquet'])
  })

  it('are joined to nothing else: another space is closed, and so is every other port', async () => {
    const said = await kernel.run(`import boto3; boto3.client('s3').list_objects_v2(Bucket='${prefix}demo-other')`)
    expect(said).toMatch(/^\w+: .*\(AccessDenied\)/)
    const portal = new URL(hub.options.portalUrl).port
    expect(await kernel.run(`import socket; socket.create_connection(('127.0.0.1', ${portal}), 3)`)).toMatch(/^ConnectionRefusedError/)
  })

  it('part when the space is removed', async () => {
    value(await objects.removeSpace('demo-a'))
    expect(await kernel.run(`boto3.client('s3').list_objects_v2(Bucket='${prefix}demo-a')`)).toMatch(/^\w+: .*\(InvalidAccessKeyId\)/)
  })
})
