import type { Outcome } from '@/lib/adapters/outcome'

/** A file that goes along: its text, or its bytes in base64. */
export type MailAttachment = { filename: string; contentType: string; content: string; encoding?: 'base64' }

export interface OutgoingMail {
  /** Also the Message-ID's local part: a second send of the same id delivers nothing new. */
  id: string
  /** Unsubscribing stops `marketing` at once and never `transactional`. */
  stream: 'transactional' | 'marketing'
  to: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
  leaseId?: string
  /** Whose figures it says: what is kept of it goes with them. The platform's unless said. */
  tenantId?: string
  attachments?: MailAttachment[]
}

export interface MailService {
  /**
   * `refused` is for good: the mail is malformed, not wanted, to an address that is known not to take mail (`mail_suppression`),
   * or the receiving server said so. Everything else is worth another try, which repeats nothing that arrived.
   */
  send(mail: OutgoingMail): Promise<Outcome>
  /** Whether mail can leave: connected, encrypted and signed in as configured. */
  health(): Promise<Outcome>
}
