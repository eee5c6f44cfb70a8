import type { Role } from '@/lib/generated/prisma/client'

/** Roles that a tenant's people can hold. */
export const tenantRoles = ['admin', 'data_engineer', 'data_analyst', 'viewer'] as const
export type TenantRole = (typeof tenantRoles)[number]

export const roleWords: Record<Role, string> = {
  admin: 'Administrator', data_engineer: 'Engineer', data_analyst: 'Analyst', viewer: 'Viewer', demo_user: 'Demo visitor', sales: 'Sales',
}

export const roleMeaning: Record<TenantRole, string> = {
  admin: 'people, plant model and keys of this tenant, and all below',
  data_engineer: 'looks, acknowledges, changes rules and codes stops, downloads',
  data_analyst: 'looks and downloads',
  viewer: 'looks',
}
