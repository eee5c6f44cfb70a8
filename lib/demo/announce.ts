import type { Tx } from '@/lib/db'

export const leaseChannel = 'lease_changed'

/** Tells whoever watches this lease that it changed, when the transaction commits. Carries the id only. */
export const announce = (tx: Tx, leaseId: string) => tx.$executeRaw`SELECT pg_notify(${leaseChannel}, ${leaseId})`
