import type { Person } from '@/lib/auth/person'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import type { System } from '@/lib/system'

/** Everybody comes to these; they say nothing of what somebody is interested in. */
const notFeatures = ['plant', 'settings', 'help']
const enoughFeatures = 3

/** Notes each room of a demo plant at its first opening, and when three that say something have been opened. */
export async function recordRoom({ db, clock }: System, { lease }: Person, room: string): Promise<void> {
  if (!lease || lease.state === 'claimed') return
  const now = clock.now()
  const subject = lease.leadId ?? lease.name
  await db.asOperator(async (tx) => {
    const { count } = await recordEngagement(tx, now, { kind: 'room.opened', subject, leaseId: lease.id, detail: { room }, onceId: `room-${lease.id}-${room}` })
    if (count === 0 || notFeatures.includes(room)) return
    const opened = await tx.engagementEvent.findMany({ where: { leaseId: lease.id, kind: 'room.opened' }, select: { detail: true } })
    const features = opened.filter(({ detail }) => !notFeatures.includes((detail as { room: string }).room))
    if (features.length >= enoughFeatures) await recordEngagement(tx, now, { kind: 'features.three', subject, leaseId: lease.id, onceId: `features-${lease.id}` })
  })
}
