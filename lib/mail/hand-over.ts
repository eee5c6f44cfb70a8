import type { MailAttachment, OutgoingMail } from '@/lib/adapters/mail/port'
import { htmlOf, type MailContent, textOf } from '@/lib/mail/layout'
import type { System } from '@/lib/system'

const mostAttempts = 5

interface PersonalMail {
  id: string
  tenantId: string
  to: string
  content: MailContent
  /** Of the link at its end. */
  stopToken: string
  attachments?: MailAttachment[]
}

/** A mail that somebody asked for and can stop: mail programs show a button and press it with a POST (RFC 2369, RFC 8058). */
export const personalMail = ({ settings: { portalUrl } }: System, { content, stopToken, ...rest }: PersonalMail): OutgoingMail => ({
  ...rest, stream: 'transactional', subject: content.subject, text: textOf(content), html: htmlOf(content),
  headers: { 'auto-submitted': 'auto-generated', 'list-unsubscribe': `<${portalUrl}/api/unsubscribe/${stopToken}>`, 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' },
})

/** `waiting` is to be tried again: the job says so by failing. */
export type HandedOver = { state: 'sent' | 'failed' | 'waiting'; why: string }

/** What becomes of a mail at this attempt, of which there were so many before. */
export async function handOver(system: System, mail: OutgoingMail, attempts: number): Promise<HandedOver> {
  const sent = await system.mail.send(mail)
  if (sent.ok) return { state: 'sent', why: '' }
  const { kind, message } = sent.failure
  return { state: kind === 'refused' || attempts + 1 >= mostAttempts ? 'failed' : 'waiting', why: message }
}
