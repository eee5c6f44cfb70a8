import type { Tx } from '@/lib/db'
import type { Lease } from '@/lib/generated/prisma/client'

/** The lease in which this address works, soon will, or can again when it is claimed. */
export const findLiveLease = (tx: Tx, email: string): Promise<Lease | null> =>
  tx.lease.findFirst({
    where: { email: email.toLowerCase(), state: { in: ['provisioning', 'ready', 'reminded', 'stopped', 'claimed'] } },
    orderBy: { createdAt: 'desc' },
  })
