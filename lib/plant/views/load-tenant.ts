import type { Tenant } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'
import type { Reach } from '@/lib/tenancy/reach'

/** The tenant's own row: name of the plant, time zone, how much history is there. */
export const loadTenant = (system: System, reach: Reach): Promise<Tenant> =>
  system.db.inTenant(reach, (tx) => tx.tenant.findFirstOrThrow())
