import type { Tx } from '@/lib/db'
import { dayOf } from '@/lib/metering/meters'

/** Meters that this person was here today: once for a person and day, however often it is said. */
export async function recordSeen(tx: Tx, { tenantId, id }: { tenantId: string; id: string }, now: Date): Promise<void> {
  const day = dayOf(now)
  await tx.meterEvent.createMany({
    data: [{ tenantId, id: `user:${id}:${day}`, meter: 'user', day: new Date(day), at: now, subject: id, quantity: 1n }],
    skipDuplicates: true,
  })
}
