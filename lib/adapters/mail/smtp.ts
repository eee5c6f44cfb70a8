import { createHmac } from 'node:crypto'
import { createTransport } from 'nodemailer'
import type { MailService, OutgoingMail } from '@/lib/adapters/mail/port'
import { malformedMail, unwantedMail } from '@/lib/adapters/mail/refused-mail'
import { readSmtpError } from '@/lib/adapters/mail/smtp-refusal'
import { done, type Outcome, withDeadline } from '@/lib/adapters/outcome'
import type { Clock } from '@/lib/clock'
import type { Database } from '@/lib/db'
import { suppressAddress } from '@/lib/adapters/mail/suppress-address'

export interface SmtpOptions {
  /** `smtps://host:465` is encrypted from the first byte, `smtp://host:587` by STARTTLS. */
  url: string
  user?: string
  password?: string
  /** `off` sends in the clear: for a relay on this machine and nothing else. */
  encryption: 'required' | 'off'
  /** PEM of the authority that signed the server's certificate, when it is none that everybody knows. */
  authority?: string
  /** An address, with or without a name: `Millrace <hello@example.com>`. */
  from: string
  /** Where servers send what they could not deliver; each mail adds a key of its own: `bounces+<key>@example.com`. */
  bounceAddress?: string
  /** Root of those keys. */
  secret: string
  dkim?: { domain: string; selector: string; privateKey: string }
  /** Of all of it, the wait for a free connection included. */
  deadlineMs?: number
  /** Of one step of the conversation. */
  stepTimeoutMs?: number
}

const addressOf = (from: string) => /<([^>]+)>/.exec(from)?.[1] ?? from.trim()

/**
 * Sends over SMTP and writes down that it did, without the content. A retry after an answer that got lost carries the same
 * Message-ID, by which mailboxes show one mail.
 */
export class SmtpMail implements MailService {
  private readonly transport
  /** Of two sends of the same mail at once the second waits for the first. */
  private readonly underway = new Map<string, Promise<Outcome>>()

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly options: SmtpOptions,
  ) {
    this.transport = createTransport({ ...connection(options), dkim: dkimOf(options), disableFileAccess: true, disableUrlAccess: true })
  }

  async send(mail: OutgoingMail): Promise<Outcome> {
    const malformed = malformedMail(mail)
    if (malformed) return malformed
    const sending = this.underway.get(mail.id) ?? this.sendOnce(mail).finally(() => this.underway.delete(mail.id))
    this.underway.set(mail.id, sending)
    // What is answered with "too late" may still arrive; then it is written down, and the next try finds it.
    return withDeadline(this.options.deadlineMs ?? 20_000, () => sending)
  }

  async health(): Promise<Outcome> {
    return this.transport.verify().then(
      () => done(),
      (error: unknown) => ({ ok: false, failure: readSmtpError(error).failure }),
    )
  }

  /** Ends the connections that are kept open for the next mail. */
  close(): void {
    this.transport.close()
  }

  private async sendOnce(mail: OutgoingMail): Promise<Outcome> {
    const { id, stream, to, subject, leaseId, tenantId } = mail
    const known = await this.db.asOperator(async (tx) => ((await tx.mail.count({ where: { id } })) > 0 ? done() : unwantedMail(tx, mail)))
    if (known) return known
    const reportKey = createHmac('sha256', this.options.secret).update(`mail report\n${id}`).digest('hex').slice(0, 24)
    // No transaction is open meanwhile: a server that is slow would take the database's connections.
    const handed = await this.transport.sendMail(this.message(mail, reportKey)).then(({ response }) => ({ response }), readSmtpError)
    return this.db.asOperator(async (tx) => {
      const now = this.clock.now()
      if ('response' in handed) {
        const sent = { id, stream, to, subject, text: '', html: '', leaseId, tenantId, sentAt: now, answer: handed.response, reportKey }
        await tx.mail.createMany({ data: [sent], skipDuplicates: true })
        return done()
      }
      if (handed.gone) await suppressAddress(tx, now, { address: to, because: handed.failure.message, mailId: id })
      return { ok: false, failure: handed.failure }
    })
  }

  private message({ id, to, subject, text, html, headers, attachments }: OutgoingMail, reportKey: string) {
    const { from, bounceAddress } = this.options
    const [, domain] = addressOf(from).split('@')
    const returnPath = bounceAddress?.replace('@', `+${reportKey}@`) ?? addressOf(from)
    // As an object: in one string, nodemailer would read a comma as a second reader.
    const reader = { name: '', address: to }
    return { messageId: `<${id}@${domain}>`, envelope: { from: returnPath, to }, from, to: reader, subject, text, html, headers, attachments }
  }
}

function connection({ url, user, password, encryption, authority, stepTimeoutMs = 15_000 }: SmtpOptions) {
  const { protocol, hostname, port } = new URL(url)
  const secure = protocol === 'smtps:'
  return {
    pool: true as const,
    maxConnections: 3,
    host: hostname,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: encryption === 'required',
    ignoreTLS: encryption === 'off',
    tls: { ca: authority, minVersion: 'TLSv1.2' as const },
    auth: user ? { user, pass: password } : undefined,
    // A server that offers no sign-in where one is configured is not the one that was meant.
    forceAuth: user !== undefined,
    // A server that closed a kept connection is asked once more.
    maxRequeues: 1,
    dnsTimeout: stepTimeoutMs,
    connectionTimeout: stepTimeoutMs,
    greetingTimeout: stepTimeoutMs,
    socketTimeout: stepTimeoutMs,
  }
}

const dkimOf = ({ dkim }: SmtpOptions) => dkim && { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey }
