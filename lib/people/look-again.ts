import type { Tx } from '@/lib/db'
import { plantChannel } from '@/lib/plant/live-plant'

/** Tells every open screen of the tenant to look again who it belongs to: what a person may see has changed. */
export const lookAgain = (tx: Tx, tenantId: string): Promise<unknown> => tx.$executeRaw`SELECT pg_notify(${plantChannel}, ${tenantId})`
