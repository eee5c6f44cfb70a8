import type { MailService } from '@/lib/adapters/mail/port'
import { done } from '@/lib/adapters/outcome'
import type { Clock } from '@/lib/clock'
import type { Database } from '@/lib/db'

/** Keeps every mail in our PostgreSQL, where an administrator reads it at /admin/mail. */
export function embeddedMail(db: Database, clock: Clock): MailService {
  return {
    send: ({ id, ...mail }) =>
      db.asOperator(async (tx) => {
        await tx.mail.createMany({ data: [{ id, ...mail, sentAt: clock.now() }], skipDuplicates: true })
        return done()
      }),
  }
}
