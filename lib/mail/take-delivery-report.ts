import { isAddressGone } from '@/lib/adapters/mail/smtp-refusal'
import { suppressAddress } from '@/lib/adapters/mail/suppress-address'
import { readDeliveryReport } from '@/lib/mail/delivery-report'
import type { System } from '@/lib/system'

/**
 * Takes what a mail server reports about a mail of ours, found by the key in the report's own address: nobody without that
 * key says anything about anybody. A failure is shown with the mail; when it is the address that is gone, nothing more is
 * sent there. A report that is not about a mail of ours, not one at all, or taken before, changes nothing.
 * @returns whether it was about a mail of ours.
 */
export async function takeDeliveryReport({ db, clock }: Pick<System, 'db' | 'clock'>, raw: string): Promise<boolean> {
  const report = await readDeliveryReport(raw)
  const keys = report?.to.flatMap((address) => /\+([0-9a-f]{24})@/.exec(address)?.[1] ?? []) ?? []
  if (!report || keys.length === 0) return false
  return db.asOperator(async (tx) => {
    const mail = await tx.mail.findFirst({ where: { reportKey: { in: keys } } })
    if (!mail) return false
    // Each of our mails has one recipient, whatever address it was forwarded to.
    const failure = report.recipients.find(({ action }) => action === 'failed')
    if (!failure) return true
    const now = clock.now()
    await tx.mail.updateMany({ where: { id: mail.id, bouncedAt: null }, data: { bouncedAt: now, bounce: failure.diagnostic.slice(0, 500) } })
    if (isAddressGone(failure.status)) await suppressAddress(tx, now, { address: mail.to, because: failure.diagnostic, mailId: mail.id })
    return true
  })
}
