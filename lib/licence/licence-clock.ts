import type { Tx } from '@/lib/db'

/** The latest moment that was seen; null before the first. */
export async function lastSeenMoment(tx: Tx): Promise<Date | null> {
  const row = await tx.licenceClock.findUnique({ where: { tenantId: 'platform' } })
  return row?.lastSeen ?? null
}

/** Moves forward only: the workers say it every minute, and a clock that is set back changes nothing. */
export const seeMoment = (tx: Tx, now: Date): Promise<unknown> => tx.$executeRaw`
  INSERT INTO licence_clock (tenant_id, last_seen) VALUES ('platform', ${now}::timestamptz)
  ON CONFLICT (tenant_id) DO UPDATE SET last_seen = greatest(licence_clock.last_seen, excluded.last_seen)`
