import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'

/** What a mail says is about now: after a day it would confuse more than it tells, and links in it have ended. */
const mailLifeMs = 24 * 3_600_000
const mostAtOnce = 200

/**
 * Tries again what was not taken yet, one, two, four… minutes after it was written, and gives up what is older than a day.
 * While the mail system does not answer nothing is tried, so that an outage of hours costs no mail its next turn.
 */
export async function sweepOutbox({ db, clock, mail }: Pick<System, 'db' | 'clock' | 'mail'>): Promise<void> {
  const now = clock.now()
  const tooOld = new Date(now.getTime() - mailLifeMs)
  await db.asOperator((tx) =>
    tx.outboxMail.updateMany({ where: { sentAt: null, givenUpAt: null, createdAt: { lte: tooOld } }, data: { givenUpAt: now, props: {} } }),
  )
  if (!(await mail.health()).ok) return
  await db.asOperator(async (tx) => {
    const due = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM outbox_mail
      WHERE sent_at IS NULL AND given_up_at IS NULL AND attempts > 0
        AND created_at + make_interval(mins => power(2, least(attempts - 1, 11))::int) <= ${now}
      ORDER BY created_at LIMIT ${mostAtOnce}`
    // A mail whose job still waits is not enqueued a second time: it has the same key.
    for (const { id } of due) await enqueue(tx, 'send-mail', { mailId: id }, { key: `mail ${id}` })
  })
}
