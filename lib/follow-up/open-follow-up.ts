import { signId } from '@/lib/auth/signed-id'
import { sequenceOf } from '@/lib/follow-up/sequences'
import type { System } from '@/lib/system'

/** Notes the first time that the link of this mail was followed; answers the path to which it leads. */
export async function openFollowUp({ db, clock, settings }: System, id: string): Promise<string> {
  return db.asOperator(async (tx) => {
    const followUp = await tx.followUp.findFirst({ where: { id } })
    const sequence = followUp && sequenceOf(followUp.sequence)
    if (!followUp || !sequence) return '/'
    await tx.followUp.updateMany({ where: { id, clickedAt: null }, data: { clickedAt: clock.now() } })
    return sequence.leadsTo === 'offer' ? `/keep/${signId(settings.secret, 'keep', followUp.leaseId)}` : sequence.leadsTo
  })
}
