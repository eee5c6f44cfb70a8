import type { NotebookActivity, Notebooks } from '@/lib/adapters/notebooks/port'
import { done, failed } from '@/lib/adapters/outcome'

const absent = () => failed('unavailable', 'the notebook server is still being prepared on this machine')

const nothing: NotebookActivity = { lastActivity: null, running: false, opened: [], cellsRun: 0, cellsFailed: 0, kernels: 0, activeMinutes: 0 }

/** Stands in until a notebook server is named: says so, and holds nothing. */
export const notebooksOff = (): Notebooks => ({
  ensureServer: async () => absent(),
  openUrl: () => '',
  activity: async () => done(nothing),
  stopServer: async () => done(),
  removeServer: async () => done(),
  listServers: async () => done([]),
  health: async () => absent(),
})
