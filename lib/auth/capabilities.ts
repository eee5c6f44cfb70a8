import type { Role } from '@/lib/generated/prisma/client'

/** What a person may do; the roles give it, on the place on which they are held and below. */
export type Capability =
  | 'plant.view'
  | 'plant.change'
  | 'data.download'
  | 'notebook.open'
  | 'admin'
  | 'sales'

const byRole: Record<Role, Capability[]> = {
  admin: ['admin', 'sales'],
  data_engineer: ['plant.view', 'plant.change', 'data.download', 'notebook.open'],
  data_analyst: ['plant.view', 'data.download', 'notebook.open'],
  viewer: ['plant.view'],
  demo_user: ['plant.view', 'plant.change', 'data.download', 'notebook.open'],
  sales: ['sales'],
}

export interface HeldRole {
  role: Role
  /** Empty: the whole tenant. */
  nodeId: string
}

/** True when one of the roles gives the capability on the whole tenant or on one of `places` (a node and its ancestors). */
export const may = (roles: HeldRole[], capability: Capability, places: string[] = []): boolean =>
  roles.some(({ role, nodeId }) => byRole[role].includes(capability) && (nodeId === '' || places.includes(nodeId)))
