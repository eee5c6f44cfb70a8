import type { Door } from '@/lib/adapters/identity/sign-in-port'
import { leasePrefix } from '@/lib/demo/lease-name'

/** Realms of platform/keycloak. One for all demo plants: a realm costs Keycloak more than a thousand users. */
export const realms = ['manufacturing-platform', 'demo'] as const
export type Realm = (typeof realms)[number]

/** The identity provider of the realm `demo` that vouches for the one-time links of our mails: the portal itself. */
export const linkProvider = 'portal'

export const realmOfName = (name: string): Realm => (name.startsWith(leasePrefix) ? 'demo' : 'manufacturing-platform')

/** Where users whose name begins with `prefix` can be. */
export function realmsOfPrefix(prefix: string): readonly Realm[] {
  if (prefix.startsWith(leasePrefix)) return ['demo']
  return leasePrefix.startsWith(prefix) ? realms : ['manufacturing-platform']
}

export const realmOfDoor: Record<Door, Realm> = { staff: 'manufacturing-platform', demo: 'demo' }
