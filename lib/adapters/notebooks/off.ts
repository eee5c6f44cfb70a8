import type { Notebooks } from '@/lib/adapters/notebooks/port'
import { done, failed } from '@/lib/adapters/outcome'

const absent = () => failed('unavailable', 'the notebook server is still being prepared on this machine')

/** Stands in until a notebook server is named: says so, and holds nothing. */
export const notebooksOff = (): Notebooks =>
  ({
    ensureServer: async () => absent(),
    openUrl: () => '',
    activity: async () => ({ ok: true, value: null }),
    stopServer: async () => done(),
    removeServer: async () => done(),
    listServers: async () => done([]),
    health: async () => absent(),
  }) as unknown as Notebooks
