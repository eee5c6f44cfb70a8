import type { Role } from '@/lib/generated/prisma/client'

/** What a person may do; the roles give it, on the place on which they are held and below. */
export type Capability =
  | 'plant.view'
  | 'plant.change'
  | 'data.download'
  /** What belongs to no place: sources, notifications, kept analyses, the end of a demo. */
  | 'plant.setup'
  | 'notebook.open'
  /** People, plant model and keys of one's own tenant. */
  | 'tenant.admin'
  /** Every tenant. */
  | 'admin'
  | 'sales'

/** An administrator of a customer is none of the platform: the tenant decides which of the two `admin` means. */
export type EffectiveRole = Role | 'tenant_admin'

const byRole: Record<EffectiveRole, Capability[]> = {
  admin: ['admin', 'sales'],
  tenant_admin: ['plant.view', 'plant.change', 'data.download', 'plant.setup', 'notebook.open', 'tenant.admin'],
  data_engineer: ['plant.view', 'plant.change', 'data.download', 'plant.setup', 'notebook.open'],
  data_analyst: ['plant.view', 'data.download', 'notebook.open'],
  viewer: ['plant.view'],
  demo_user: ['plant.view', 'plant.change', 'data.download', 'plant.setup', 'notebook.open'],
  sales: ['sales'],
}

/** These count where they are held, and the data layer shows nothing beyond; the others need the whole tenant. */
const placed: Capability[] = ['plant.view', 'plant.change', 'data.download']

export interface HeldRole {
  role: EffectiveRole
  /** Empty: the whole tenant. */
  nodeId: string
}

/** True when one of the roles gives the capability on the whole tenant or on one of `places` (a node and its ancestors). */
export const may = (roles: HeldRole[], capability: Capability, places: string[] = []): boolean =>
  roles.some(({ role, nodeId }) => byRole[role].includes(capability) && (nodeId === '' || places.includes(nodeId)))

/** Whether a role gives the capability anywhere. What the holder then sees and changes is held to the places. */
export const mayEnter = (roles: HeldRole[], capability: Capability): boolean =>
  placed.includes(capability) ? rolesWith(roles, capability).length > 0 : may(roles, capability)

export const rolesWith = (roles: HeldRole[], capability: Capability): HeldRole[] => roles.filter(({ role }) => byRole[role].includes(capability))

/** What these grants give in the tenant; one that counts for nothing there is left out. */
export const heldRoles = (tenantId: string, grants: { role: Role; nodeId: string }[]): HeldRole[] =>
  grants.flatMap(({ role, nodeId }) => {
    const effective = effectiveRole(tenantId, role)
    return effective ? [{ role: effective, nodeId }] : []
  })

/** In a customer's tenant `admin` is its own administrator, and nobody sells. */
export function effectiveRole(tenantId: string, role: Role): EffectiveRole | null {
  if (tenantId === 'platform') return role
  if (role === 'sales') return null
  return role === 'admin' ? 'tenant_admin' : role
}
