import type { CredentialStore, SpaceKey } from '@/lib/adapters/objects/port'
import { done } from '@/lib/adapters/outcome'

/** Keys of spaces for a test without a database. */
export function memoryCredentials(): CredentialStore {
  const kept = new Map<string, SpaceKey>()
  return {
    find: async (space) => done(kept.get(space) ?? null),
    async keep(space, key, instead) {
      if (!kept.has(space) || kept.get(space)!.accessKeyId === instead) kept.set(space, key)
      return done(kept.get(space)!)
    },
    forget: async (space) => done(void kept.delete(space)),
  }
}
