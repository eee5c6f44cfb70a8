import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { value } from '@/lib/adapters/contract-checks'
import { startTestHub, type TestHub } from '@/lib/adapters/notebooks/test-hub'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub({ idleSeconds: 10 })
}, 600_000)
afterAll(() => hub?.stop(), 60_000)

const isRunning = async () => value(await hub.notebooks.activity('demo-idle')).running

it('a server that nobody uses ends by itself; opened again it runs with the same files', async () => {
  value(await hub.notebooks.ensureServer('demo-idle', [{ path: 'mine.txt', from: Buffer.from('x') }]))
  expect(await isRunning()).toBe(true)
  // Servers look once a minute whether they are used; the hub, a little later, whether they are there.
  await vi.waitFor(async () => expect(await isRunning()).toBe(false), { timeout: 150_000, interval: 2000 })
  expect(value(await hub.notebooks.listServers('demo-'))).toEqual(['demo-idle'])
  expect(value(await hub.notebooks.ensureServer('demo-idle', [])).note).toContain('server up')
  expect(await isRunning()).toBe(true)
}, 240_000)
