import type { MailService } from '@/lib/adapters/mail/port'
import { malformedMail, unwantedMail } from '@/lib/adapters/mail/refused-mail'
import { done } from '@/lib/adapters/outcome'
import type { Clock } from '@/lib/clock'
import type { Database } from '@/lib/db'

/** Keeps every mail in our PostgreSQL, where an administrator reads it at /admin/mail. */
export const embeddedMail = (db: Database, clock: Clock): MailService => ({
  async send(mail) {
    const malformed = malformedMail(mail)
    if (malformed) return malformed
    return db.asOperator(async (tx) => {
      const unwanted = await unwantedMail(tx, mail)
      if (unwanted) return unwanted
      await tx.mail.createMany({ data: [{ ...mail, sentAt: clock.now() }], skipDuplicates: true })
      return done()
    })
  },
  health: async () => done(),
})
