import { z } from 'zod'
import type { RoleName } from '@/lib/adapters/identity/port'
import type { ProvidedPerson } from '@/lib/adapters/identity/sign-in-port'

const roleNames: RoleName[] = ['admin', 'data-engineer', 'data-analyst', 'viewer', 'demo-user', 'sales']

const personClaims = z.object({
  sub: z.string().min(1),
  preferred_username: z.string().min(1),
  email: z.string().default(''),
  name: z.string().optional(),
  groups: z.array(z.string()).default([]),
  tenant: z.string().optional(),
})

/** Claims of an ID token or of the userinfo endpoint; groups that the product does not know count for nothing. */
export function personOf(claims: unknown): ProvidedPerson {
  const { sub, preferred_username: username, email, name, groups, tenant } = personClaims.parse(claims)
  return { subject: sub, username, email, name: name ?? username, groups: roleNames.filter((role) => groups.includes(role)), tenant }
}
