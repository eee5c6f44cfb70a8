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
  send(mail: OutgoingMail): Promise<Outcome>
}
