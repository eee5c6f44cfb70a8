import type { Tx } from '@/lib/db'
import type { Lease } from '@/lib/generated/prisma/client'

/** The lease in which this address works or soon will. */
export const findLiveLease = (tx: Tx, email: string): Promise<Lease | null> =>
  tx.lease.findFirst({
    where: { email: email.toLowerCase(), state: { in: ['provisioning', 'ready', 'reminded', 'claimed'] } },
    orderBy: { createdAt: 'desc' },
  })
