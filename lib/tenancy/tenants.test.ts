import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { askCell } from '@/lib/admin/ask-cell'
import { findCertificate, listTenantCertificates } from '@/lib/admin/find-certificate'
import { loadTenants } from '@/lib/admin/load-tenants'
import { createApiKey, revokeApiKey, rotateApiKey, listApiKeys } from '@/lib/api-keys/api-keys'
import { findKeyHolder } from '@/lib/api-keys/key-holder'
import { isApiKey, newApiKey } from '@/lib/auth/key-format'
import { createTenant, type NewTenant } from '@/lib/tenancy/create-tenant'
import { exportTenant } from '@/lib/tenancy/export-tenant'
import { switchFeature } from '@/lib/tenancy/features'
import { removeDueTenants } from '@/lib/tenancy/remove-tenant'
import { scheduleDeletion, suspendTenant, undoDeletion, undoHours } from '@/lib/tenancy/tenant-life'
import { countTenantRows, removeTenantRows } from '@/lib/tenancy/tenant-rows'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

const admin = 'root@millrace.example'
const id = 'riverside'
const facts: NewTenant = { id, name: 'Riverside', timeZone: 'Europe/Vienna', industry: 'dairy', placement: 'shared', siteName: 'Site', areaName: 'Filling', lineName: 'Line 1' }

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
})
afterAll(() => system.stop())
beforeEach(async () => {
  await removeTenantRows(system.db, id)
  await createTenant(system, facts, admin)
})

describe('a new tenant', () => {
  it('has a site, an area, a line, a key and a space', async () => {
    const paths = await system.db.inTenant(id, (tx) => tx.plantNode.findMany({ select: { path: true }, orderBy: { path: 'asc' } }))
    expect(paths.map(({ path: own }) => own)).toEqual(['site', 'site/filling', 'site/filling/line-1'])
    expect([value(await system.keys.listKeys(id)), value(await system.objects.listSpaces(id))]).toEqual([[id], [id]])
  })
  it.each<[string, Partial<NewTenant>, number]>([
    ['a slug that is taken', {}, 409],
    ['a slug of the platform', { id: 'demo-x' }, 422],
    ['a slug with a space', { id: 'a b' }, 422],
    ['a time zone that is none', { id: 'b2', timeZone: 'Mars/North' }, 422],
  ])('with %s is refused', async (_, change, status) => {
    await expect(createTenant(system, { ...facts, ...change }, admin)).rejects.toMatchObject({ status })
  })
})

describe('a dedicated tenant', () => {
  const dedicated = (cellUrl: string) => createTenant(system, { ...facts, id: 'cell-acme', placement: 'dedicated', cellUrl }, admin)
  it('is noted with the address of its installation, and nothing else of it is here', async () => {
    await removeTenantRows(system.db, 'cell-acme')
    await dedicated('https://acme.example.com/path')
    expect((await loadTenants(system, 'cell-acme'))[0]).toMatchObject({ placement: 'dedicated', cellUrl: 'https://acme.example.com', lines: 0, people: 0 })
    expect([value(await system.keys.listKeys('cell-acme')), value(await system.objects.listSpaces('cell-acme'))]).toEqual([[], []])
    expect(await askCell('http://127.0.0.1:9')).toMatchObject({ up: false })
  })
  it.each(['', 'acme', 'ftp://acme.example.com', 'http://localhost:3000/x'])('without another installation is refused: %s', async (url) => {
    await removeTenantRows(system.db, 'cell-acme')
    await expect(dedicated(url)).rejects.toMatchObject({ status: 422 })
  })
})

describe('deleting a tenant', () => {
  const schedule = (typed = id) => scheduleDeletion(system, id, typed, 'contract ended', admin)
  it('needs its slug typed', async () => {
    await expect(schedule('riverSide')).rejects.toMatchObject({ detail: expect.stringContaining('Nothing was deleted') })
  })
  it('can be taken back for a day', async () => {
    await schedule()
    system.clock.advance(undoHours * 3_600_000 - 1)
    await removeDueTenants(system)
    await undoDeletion(system, id, admin)
    expect(await countTenantRows(system.db, id)).toBeGreaterThan(3)
  })
  it('leaves nothing anywhere and a certificate that verifies', async () => {
    value(await system.identity.ensureUser({ name: 'p-1', tenantId: id, email: 'ada@plant.example', displayName: 'Ada', groups: ['viewer'] }))
    value(await system.objects.put(id, 'reports/a.txt', Buffer.from('secret recipe')))
    await schedule()
    system.clock.advance(undoHours * 3_600_000)
    await removeDueTenants(system)
    await removeDueTenants(system)
    expect(await countTenantRows(system.db, id)).toBe(0)
    expect([value(await system.keys.listKeys(id)), value(await system.objects.listSpaces(id)), value(await system.identity.listUsers('p-1'))]).toEqual([[], [], []])
    const [listed, ...others] = (await listTenantCertificates(system)).filter(({ tenant }) => tenant === id)
    expect(others).toEqual([])
    const found = (await findCertificate(system, listed!.id))!
    expect(found).toMatchObject({ verdict: { holds: true }, chained: true, statement: { subject: 'tenant', lease: id } })
    expect(found.statement.parts.map(({ part, listedAfter }) => [part, listedAfter])).toEqual([['Data key', 0], ['Object space', 0], ['Dashboards', 0], ['People', 0], ['Plant data', 0]])
  })
  it('does not touch demo plants or the platform', async () => {
    await expect(scheduleDeletion(system, 'platform', 'platform', 'no', admin)).rejects.toMatchObject({ status: 404 })
  })
})

describe('the export of a tenant', () => {
  it('has every table twice and every file, and nothing that lets somebody in', async () => {
    value(await system.identity.ensureUser({ name: 'p-2', tenantId: id, email: 'bob@plant.example', displayName: 'Bob "the \\ builder"\n', groups: ['viewer'], password: 'quiet copper river 7' }))
    value(await system.objects.put(id, 'reports/a.txt', Buffer.from('hello')))
    await createApiKey(system, id, { name: 'MES', scopes: ['plant.view'], nodeId: '', expiresAt: null }, admin)
    const folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-test-'))
    await exportTenant(system, id, path.join(folder, 'x.zip'), admin)
    const files = unzipSync(new Uint8Array(await readFile(path.join(folder, 'x.zip'))))
    await rm(folder, { recursive: true })
    const text = (name: string) => strFromU8(files[name]!)
    const rows = (name: string) => text(`ndjson/${name}.ndjson`).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(rows('plant_node').map(({ path: own }) => own).sort()).toEqual(['site', 'site/filling', 'site/filling/line-1'])
    expect(rows('account')).toMatchObject([{ email: 'bob@plant.example', name: 'Bob "the \\ builder"\n' }])
    expect(text('csv/plant_node.csv').split('\n')).toHaveLength(5)
    expect(text('files/reports/a.txt')).toBe('hello')
    const manifest = JSON.parse(text('manifest.json')) as { rows: Record<string, number>; files: number }
    expect(manifest).toMatchObject({ tenant: id, files: 1, rows: { plant_node: 3, tenant: 1 } })
    const names = Object.keys(files).map((name) => name.split('/').at(-1)!.split('.')[0])
    expect(names).not.toContain('session')
    expect(Object.keys(rows('account')[0]!)).not.toContain('password_hash')
    expect(Object.keys(rows('api_key')[0]!)).not.toContain('key_hash')
  })
})

describe('an API key', () => {
  const make = (change: object = {}) => createApiKey(system, id, { name: 'MES', scopes: ['plant.view'], nodeId: 'line-1', expiresAt: null, ...change }, admin)
  const holder = (key: string) => findKeyHolder(system, `Bearer ${key}`)
  it('has a checksum: a letter wrong is told without a look into the database', () => {
    const key = newApiKey()
    expect([isApiKey(key), isApiKey(key.slice(0, -1)), isApiKey(`mrk_${key[4] === 'A' ? 'B' : 'A'}${key.slice(5)}`)]).toEqual([true, false, false])
  })
  it('reads its place with its scope, and its last use is known', async () => {
    const key = await make()
    expect(await holder(key)).toMatchObject({ tenantId: id, roles: [{ role: 'viewer', nodeId: 'line-1' }], places: { own: ['line-1'] } })
    expect(await listApiKeys(system, id)).toMatchObject([{ lastUsedAt: system.clock.now().toISOString() }])
    expect(JSON.stringify(await system.db.asOperator((tx) => tx.apiKey.findMany()))).not.toContain(key)
  })
  it('rotated works beside the new one for a day', async () => {
    const old = await make()
    const keyId = (await listApiKeys(system, id))[0]!.id
    const fresh = await rotateApiKey(system, id, { id: keyId, overlap: '24' }, admin)
    expect([await holder(old), await holder(fresh)].map((one) => one?.accountId)).toEqual([keyId, keyId])
    system.clock.advance(24 * 3_600_000)
    expect([await holder(old), (await holder(fresh))?.accountId]).toEqual([null, keyId])
  })
  it('rotated after a leak works no more', async () => {
    const old = await make()
    await rotateApiKey(system, id, { id: (await listApiKeys(system, id))[0]!.id, overlap: '0' }, admin)
    expect(await holder(old)).toBeNull()
  })
  it('revoked, expired, switched off or of a suspended tenant opens nothing', async () => {
    const key = await make({ expiresAt: new Date(system.clock.now().getTime() + 1000) })
    await switchFeature(system, id, 'api-access', false, admin)
    expect(await holder(key)).toBeNull()
    await switchFeature(system, id, 'api-access', true, admin)
    expect(await holder(key)).not.toBeNull()
    system.clock.advance(1000)
    expect(await holder(key)).toBeNull()
    const other = await make()
    const [row] = await listApiKeys(system, id)
    await revokeApiKey(system, id, row!.id, admin)
    expect(await holder(other)).toBeNull()
    const third = await make()
    await suspendTenant(system, id, 'unpaid', admin)
    expect(await holder(third)).toBeNull()
  })
})
