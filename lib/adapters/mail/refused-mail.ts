import type { OutgoingMail } from '@/lib/adapters/mail/port'
import { failed } from '@/lib/adapters/outcome'
import { quoted } from '@/lib/adapters/resource-name'
import type { Tx } from '@/lib/db'

type Refusal = ReturnType<typeof failed>

/** What is no mail. A line break in a header would begin another header; PostgreSQL keeps no NUL. */
export function malformedMail({ id, to, subject, text, html, headers }: OutgoingMail): Refusal | null {
  if (!/^[\w.-]{1,200}$/.test(id)) return failed('refused', `not an id of a mail: ${quoted(id)}`)
  if (!/^[^\s@\0]+@[^\s@\0]+$/.test(to)) return failed('refused', `not an address: ${quoted(to)}`)
  const broken = [subject, ...Object.entries(headers).flat()].find((line) => /[\r\n\0]/.test(line))
  if (broken !== undefined) return failed('refused', `not one line of a header: ${quoted(broken)}`)
  return /\0/.test(text + html) ? failed('refused', 'the text of the mail contains a NUL') : null
}

/** What its reader does not want, or cannot get: an address that bounced is left alone until an administrator lifts it. */
export async function unwantedMail(tx: Tx, { stream, to }: OutgoingMail): Promise<Refusal | null> {
  // Addresses are stored in lower case. Not compared by ILIKE: an underscore of the address would stand for any letter.
  const address = to.toLowerCase()
  const suppressed = await tx.mailSuppression.findFirst({ where: { address } })
  if (suppressed) return failed('refused', `${to} takes no mail: ${suppressed.because}`)
  if (stream === 'transactional') return null
  const wanting = await tx.lead.count({ where: { email: address, marketingConsentAt: { not: null }, unsubscribedAt: null } })
  return wanting > 0 ? null : failed('refused', `${to} did not ask for marketing mail, or no longer wants it`)
}
