import type { MailService, OutgoingMail } from '@/lib/adapters/mail/port'
import { done, failed, type Outcome } from '@/lib/adapters/outcome'
import { quoted } from '@/lib/adapters/resource-name'
import type { Clock } from '@/lib/clock'
import type { Database } from '@/lib/db'

/** Keeps every mail in our PostgreSQL, where an administrator reads it at /admin/mail. */
export function embeddedMail(db: Database, clock: Clock): MailService {
  return {
    async send(mail) {
      const odd = refusedMail(mail)
      if (odd) return odd
      const { stream, to } = mail
      return db.asOperator(async (tx): Promise<Outcome> => {
        if (stream === 'marketing') {
          // Leads are stored in lower case. Not compared by ILIKE: an underscore of the address would stand for any letter.
          const wanting = { email: to.toLowerCase(), marketingConsentAt: { not: null }, unsubscribedAt: null }
          if ((await tx.lead.count({ where: wanting })) === 0) return failed('refused', `${to} did not ask for marketing mail, or no longer wants it`)
        }
        await tx.mail.createMany({ data: [{ ...mail, sentAt: clock.now() }], skipDuplicates: true })
        return done()
      })
    },
  }
}

// A line break in a header would begin another header; PostgreSQL keeps no NUL.
function refusedMail({ id, to, subject, text, html, headers }: OutgoingMail) {
  if (!/^[\w.-]{1,200}$/.test(id)) return failed('refused', `not an id of a mail: ${quoted(id)}`)
  if (!/^[^\s@\0]+@[^\s@\0]+$/.test(to)) return failed('refused', `not an address: ${quoted(to)}`)
  const broken = [subject, ...Object.entries(headers).flat()].find((line) => /[\r\n\0]/.test(line))
  if (broken !== undefined) return failed('refused', `not one line of a header: ${quoted(broken)}`)
  return /\0/.test(text + html) ? failed('refused', 'the text of the mail contains a NUL') : null
}
