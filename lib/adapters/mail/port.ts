import type { Outcome } from '@/lib/adapters/outcome'

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
