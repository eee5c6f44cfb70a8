import { recordAudit } from '@/lib/audit/record'
import { sequenceOf } from '@/lib/follow-up/sequences'
import { notThere } from '@/lib/http/problem'
import type { System } from '@/lib/system'

/** Off: nothing more is planned or sent of it, what waits included. On: from what happens from now on. */
export async function switchSequence({ db, clock }: System, key: string, on: boolean, actor: string): Promise<void> {
  if (!sequenceOf(key)) throw notThere()
  const now = clock.now()
  await db.asOperator(async (tx) => {
    if (on) await tx.followUpSwitch.deleteMany({ where: { sequence: key } })
    else await tx.followUpSwitch.createMany({ data: [{ sequence: key, offSince: now, by: actor }], skipDuplicates: true })
    await recordAudit(tx, now, { tenantId: 'platform', actor, action: on ? 'follow-up.switched-on' : 'follow-up.switched-off', subject: key })
  })
}
