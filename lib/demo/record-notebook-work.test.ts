import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { done, failed } from '@/lib/adapters/outcome'
import { recordNotebookWork } from '@/lib/demo/record-notebook-work'
import { type TestSystem, testSystem } from '@/lib/testing/test-system'

let system: TestSystem
beforeAll(async () => {
  system = await testSystem()
  const lease = { name: 'demo-worked', email: 'ada@example.com', industry: 'dairy', state: 'ready', hours: 24, leadId: 'lead-1', createdAt: system.clock.now() } as const
  await system.db.asOperator((tx) => tx.lease.create({ data: { id: 'lease-1', ...lease } }))
})
afterAll(() => system.stop())

const opened = [{ path: 'first.ipynb', at: new Date('2026-03-09T11:50:00Z') }]
const works = (cellsRun: number) => vi.spyOn(system.notebooks, 'activity').mockResolvedValue(done({ lastActivity: null, running: true, opened, cellsRun, cellsFailed: 0, kernels: 1, activeMinutes: 2 }))
const events = async () => (await system.db.asOperator((tx) => tx.engagementEvent.findMany({ orderBy: { at: 'asc' } }))).map(({ kind, subject, at, detail }) => ({ kind, subject, at: at.toISOString(), detail }))

it('a notebook counts at its first opening, cells whenever more of them ran; looking again counts nothing', async () => {
  works(3)
  await recordNotebookWork(system)
  await recordNotebookWork(system)
  const first = [
    { kind: 'notebook.opened', subject: 'lead-1', at: '2026-03-09T11:50:00.000Z', detail: { path: 'first.ipynb' } },
    { kind: 'notebook.worked', subject: 'lead-1', at: '2026-03-09T12:00:00.000Z', detail: { cellsRun: 3, cellsFailed: 0, kernels: 1, activeMinutes: 2 } },
  ]
  expect(await events()).toEqual(first)
  system.clock.advance(300_000)
  works(5)
  await recordNotebookWork(system)
  expect(await events()).toEqual([...first, { ...first[1], at: '2026-03-09T12:05:00.000Z', detail: { cellsRun: 5, cellsFailed: 0, kernels: 1, activeMinutes: 2 } }])
})

it('a hub that does not answer loses nothing', async () => {
  const before = await events()
  vi.spyOn(system.notebooks, 'activity').mockResolvedValue(failed('timeout', 'the notebook hub did not answer in time'))
  await recordNotebookWork(system)
  expect(await events()).toEqual(before)
})
