import type { NotebookFile, Notebooks } from '@/lib/adapters/notebooks/port'
import { done } from '@/lib/adapters/outcome'

/**
 * Notebook servers that are only entries of a map, for tests of what uses the port. What the real hub does is tested
 * beside its adapter in `lib/adapters/notebooks`.
 */
export interface MemoryNotebooks extends Notebooks {
  /** Paths in a home; null when there is none. */
  filesOf(name: string): string[] | null
  isRunning(name: string): boolean
}

export function memoryNotebooks(): MemoryNotebooks {
  const homes = new Map<string, string[]>()
  const running = new Set<string>()
  return {
    async ensureServer(name, files: NotebookFile[]) {
      if (!homes.has(name)) homes.set(name, files.map((file) => file.path))
      running.add(name)
      return done({ note: `${homes.get(name)!.length} files, server up` })
    },
    openUrl: (name, ticket, path = '') => `http://hub.test/${name}/${path}?ticket=${ticket}`,
    activity: async (name) => done({ lastActivity: null, running: running.has(name), opened: [], cellsRun: 0, cellsFailed: 0, kernels: 0, activeMinutes: 0 }),
    async stopServer(name) {
      running.delete(name)
      return done()
    },
    async removeServer(name) {
      homes.delete(name)
      running.delete(name)
      return done()
    },
    listServers: async (prefix) => done([...homes.keys()].filter((name) => name.startsWith(prefix)).sort()),
    health: async () => done(),
    isRunning: (name) => running.has(name),
    filesOf: (name) => homes.get(name) ?? null,
  }
}
