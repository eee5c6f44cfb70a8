import type { Tenant } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

/** The tenant's own row: name of the plant, time zone, how much history is there. */
export const loadTenant = (system: System, tenantId: string): Promise<Tenant> =>
  system.db.inTenant(tenantId, (tx) => tx.tenant.findFirstOrThrow())
