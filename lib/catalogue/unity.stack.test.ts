import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKey } from '@/lib/api-keys/api-keys'
import { findKeyHolder } from '@/lib/api-keys/key-holder'
import { plantLineage } from '@/lib/api/plant-lineage'
import { catalogueTables } from '@/lib/catalogue/catalogue-tables'
import { exportLineage } from '@/lib/catalogue/export-lineage'
import { changeNote, emptyNote } from '@/lib/catalogue/table-notes'
import { answerUnity, notSignedIn } from '@/lib/catalogue/unity'
import { personOf, plantWithStory } from '@/lib/testing/plant-with-story'
import { testSystem } from '@/lib/testing/test-system'
import { checkout } from '@/scripts/checkout'
import { installPython } from '@/scripts/stack/install-once'

const programs = path.join(checkout, 'var/stack/programs')
mkdirSync(programs, { recursive: true })
const python = await installPython(programs, 'catalogue-clients-0.7.0-1.54.0', ['--requirement', path.join(checkout, 'platform/catalogue/requirements.txt')]).catch((error: Error) => {
  process.stderr.write(`\n!! SKIPPED: the clients of Unity Catalog and OpenLineage cannot be had here: ${error.message}\n`)
  return null
})

interface Read {
  tables: string[]
  columns: Record<string, string>
  properties: Record<string, string>
  owner: string | null
  missing: { status: number; code: string }
  badToken: { status: number; code: string }
  events: boolean[]
}

describe.skipIf(python === null)('clients that others use', { timeout: 120_000 }, () => {
  let system: Awaited<ReturnType<typeof testSystem>>
  let server: Server
  let read: Read
  let key: string
  const person = personOf('demo-dairy')
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  beforeAll(async () => {
    system = await testSystem()
    await plantWithStory(system, 'demo-dairy', 'dairy', '2026-03-09')
    key = await createApiKey(system, 'demo-dairy', { name: 'Catalogue', scopes: ['plant.view'], nodeId: '', expiresAt: null }, person.email)
    await changeNote(system, person, { ...emptyNote('silver.stops'), owner: 'Filling', tags: ['losses'] })
    await system.db.asOperator((tx) => tx.lakeFile.create({ data: { tenantId: 'demo-dairy', id: 'one', kind: 'sealed', state: 'live', day: new Date('2026-03-09'), startsAt: new Date('2026-03-09T11:55:00Z'), endsAt: new Date('2026-03-09T12:00:00Z'), rows: 600, bytes: 4096, madeAt: system.clock.now() } }))
    // As the route does it, whose session would need a running Next.
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
      void findKeyHolder(system, request.headers.authorization ?? null)
        .then((holder) => (holder ? answerUnity(system, holder, pathname.replace('/api/2.1/unity-catalog/', '').split('/'), searchParams) : notSignedIn))
        .then(({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    read = await runClients(python!, url(), key, plantLineage.output.parse(await exportLineage(system, person)))
  }, 120_000)
  afterAll(async () => {
    server?.close()
    await system?.stop()
  })

  it('list every table, catalog by catalog and page by page', () => {
    expect(read.tables.toSorted()).toEqual(catalogueTables.map(({ fullName }) => fullName).toSorted())
  })
  it('understand columns, owner, tags, row count and freshness of a table', async () => {
    expect(read.columns).toMatchObject({ line: 'STRING', starts_utc: 'TIMESTAMP_NTZ', length_min: 'DOUBLE' })
    const rows = await system.db.inTenant('demo-dairy', (tx) => tx.stop.count({ where: { startsAt: { lte: system.clock.now() } } }))
    expect([read.owner, read.properties.tags, read.properties.row_count]).toEqual(['Filling', 'losses', String(rows)])
    expect(read.properties.newest_row_at).toMatch(/^2026-03-09T/)
  })
  it('are told of what there is not in the shape that they know', () => {
    expect(read.missing).toEqual({ status: 404, code: 'TABLE_NOT_FOUND' })
    expect(read.badToken).toEqual({ status: 400, code: 'INVALID_ARGUMENT' })
  })
  it('take every lineage event for OpenLineage, runs of sealed files among them', () => {
    expect(read.events.length).toBeGreaterThan(20)
    expect(read.events.every(Boolean)).toBe(true)
  })
  it('stand in the audit trail with their key; without one they read nothing', async () => {
    const entries = await system.db.inTenant('demo-dairy', (tx) => tx.auditEntry.findMany({ where: { action: 'catalogue.read' } }))
    expect(entries.map(({ actor, subject }) => [actor, subject])).toEqual([[expect.stringMatching(/^API key mrk_/), 'silver.stops']])
    expect((await fetch(`${url()}/api/2.1/unity-catalog/catalogs`)).status).toBe(401)
  })
})

function runClients(folder: string, url: string, key: string, lineage: unknown): Promise<Read> {
  const child = spawn(path.join(folder, 'bin/python'), [path.join(checkout, 'platform/catalogue/read_catalogue.py'), url, key], { stdio: ['pipe', 'pipe', 'pipe'] })
  let [out, complaint] = ['', '']
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (complaint += String(chunk)))
  child.stdin.end(JSON.stringify(lineage))
  return new Promise((resolve, reject) => child.on('close', (code) => (code === 0 ? resolve(JSON.parse(out) as Read) : reject(new Error(complaint)))))
}
