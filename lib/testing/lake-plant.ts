import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { lakePath } from '@/lib/lake/lake-files'
import { sealedUntil } from '@/lib/lake/manifest'
import { ensureDataKey } from '@/lib/tenancy/data-key'
import { type LakeRow, lakeRows } from '@/lib/testing/lake-rows'
import { storedReadings } from '@/lib/testing/stored-telemetry'
import type { TestSystem } from '@/lib/testing/test-system'

/** A customer with a key and an object space, and nothing in them. */
export async function foundLakePlant(system: TestSystem, tenantId: string): Promise<void> {
  await system.db.asOperator((tx) => tx.tenant.create({ data: { id: tenantId, kind: 'customer', name: tenantId } }))
  value(await ensureDataKey(system.db, system.keys, tenantId))
  value(await system.objects.ensureSpace(tenantId))
}

/** Stores as the historian stores, from the journal of one gateway, one after the other. */
export function historianOf(system: TestSystem): (tenantId: string, signal: string, times: number[]) => Promise<void> {
  let position = 0
  let last: Promise<unknown> = Promise.resolve()
  return (tenantId, signal, times) => (last = last.then(() => store(tenantId, signal, times))) as Promise<void>

  async function store(tenantId: string, signal: string, times: number[]): Promise<void> {
    const group = { signal, t: times, v: times.map((t) => (t % 1000) + signal.length) }
    const [from, next] = [{ segment: 0, offset: position }, { segment: 0, offset: ++position }]
    await embeddedTelemetry(system.db).append('test', from, next, [{ tenantId, sourceId: 's', webhookId: null, sha256: 'x', receivedAt: system.clock.now().getTime(), status: 202, answer: {}, refused: [], groups: [group] }])
  }
}

/** No gap, no duplicate: the lake holds what is stored of the time that is over, row by row; and what is older than `behindMs` is over. */
export async function expectWholeLake(system: TestSystem, tenantId: string, behindMs: number): Promise<void> {
  const [stored, until] = [await storedReadings(system.db, tenantId), (await sealedUntil(system, tenantId))!]
  const over = stored.filter(({ t }) => t < until)
  const text = ({ signal, t, v }: LakeRow) => `${signal} ${new Date(t).toISOString()} ${v}`
  expect((await lakeRows(system, tenantId)).map(text)).toEqual(over.map(text))
  expect(over.length).toBeGreaterThan(0)
  expect(stored.filter(({ t }) => t >= until && t < system.clock.now().getTime() - behindMs)).toEqual([])
}

/** On the disk lies what the manifest names, and nothing beside it: no half-written object, no draft. */
export async function expectNoOrphan(system: TestSystem, tenantId: string): Promise<void> {
  const known = await system.db.asOperator((tx) => tx.lakeFile.findMany({ where: { tenantId } }))
  expect(known.filter(({ state }) => state === 'writing')).toEqual([])
  const space = path.join(system.settings.varDir, 'objects', tenantId)
  expect((await filesBelow(space)).filter((file) => file.startsWith('lake/'))).toEqual(known.map(lakePath).toSorted())
  expect(await filesBelow(path.join(system.settings.varDir, 'lake/drafts', tenantId))).toEqual([])
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).toSorted()
}
