import { createHmac, randomBytes } from 'node:crypto'
import type { Tx } from '@/lib/db'

/**
 * Who came, for one day and without anything kept in their browser: a keyed hash of address and browser under a salt that is
 * drawn anew every day (UTC) and deleted the next. The address itself is not stored; who comes on two days is two visitors
 * until they ask.
 */
export async function visitorId(tx: Tx, { address, userAgent }: { address: string; userAgent: string }, now: Date): Promise<string> {
  const salt = await saltOf(tx, new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`))
  return `v-${createHmac('sha256', salt).update(`${address}\n${userAgent}`).digest('base64url').slice(0, 22)}`
}

async function saltOf(tx: Tx, day: Date): Promise<Uint8Array> {
  const where = { tenantId_day: { tenantId: 'platform', day } }
  const known = await tx.visitorSalt.findUnique({ where })
  if (known) return known.salt
  await tx.visitorSalt.createMany({ data: [{ day, salt: new Uint8Array(randomBytes(32)) }], skipDuplicates: true })
  await tx.visitorSalt.deleteMany({ where: { day: { lt: day } } })
  return (await tx.visitorSalt.findUniqueOrThrow({ where })).salt
}
