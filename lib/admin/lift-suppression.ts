import { recordAudit } from '@/lib/audit/record'
import type { System } from '@/lib/system'

/**
 * Mail goes to the address again; what was given up meanwhile stays so. A server that
 * still says no puts the address back. @returns false when it was not held back.
 */
export async function liftSuppressionOf({ db, clock }: Pick<System, 'db' | 'clock'>, address: string, actor: string): Promise<boolean> {
  return db.asOperator(async (tx) => {
    const found = await tx.mailSuppression.findFirst({ where: { address } })
    if (!found) return false
    await tx.mailSuppression.deleteMany({ where: { address } })
    await recordAudit(tx, clock.now(), { tenantId: 'platform', actor, action: 'mail.suppression-lifted', subject: address, detail: { because: found.because } })
    return true
  })
}
