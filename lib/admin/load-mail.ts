import type { MailAttachment } from '@/lib/adapters/mail/port'
import type { Mail, OutboxMail, Prisma } from '@/lib/generated/prisma/client'
import { mailPurposes, type MailTemplate } from '@/lib/mail/post-mail'
import type { System } from '@/lib/system'

export interface MailRow {
  id: string
  to: string
  /** Of a mail still in the outbox, what it is for. */
  subject: string
  at: string
  /** `sent` reached the mail server, or with the embedded one its reader; `delayed` is tried on, `given-up` is not. */
  state: 'sent' | 'waiting' | 'delayed' | 'given-up' | 'bounced'
  tries: number
  /** What the mail system said, of a mail that did not arrive. */
  because: string | null
}

export interface SuppressedAddress {
  address: string
  because: string
  since: string
}

export interface MailContentView {
  id: string
  to: string
  subject: string
  sentAt: string
  stream: string
  /** Both empty once the plant that the mail was about is gone, and of a mail that was handed to a mail server. */
  text: string
  html: string
  /** What that server answered. */
  answer: string | null
  bounce: string | null
  /** Names of files that went along. */
  files: string[]
}

export interface MailView {
  rows: MailRow[]
  matching: number
  open: MailContentView | null
  suppressed: SuppressedAddress[]
}

const rowLimit = 200
const contentFields = { id: true, to: true, subject: true, sentAt: true, stream: true, text: true, html: true, answer: true, bounce: true, attachments: true } as const

/** Outbox and delivered mails, newest first, and the one that is read. */
export async function loadMail(system: System, search: string, openId: string | null): Promise<MailView> {
  const contains = { contains: search, mode: 'insensitive' as const }
  const wanted: Prisma.MailWhereInput = search ? { OR: [{ to: contains }, { subject: contains }] } : {}
  const waiting: Prisma.OutboxMailWhereInput = { sentAt: null, ...(search && { OR: [{ to: contains }, { template: contains }] }) }
  return system.db.asOperator(async (tx) => {
    const delivered = await tx.mail.findMany({ where: wanted, orderBy: { sentAt: 'desc' }, take: rowLimit, select: { id: true, to: true, subject: true, sentAt: true, bounce: true } })
    const outbox = await tx.outboxMail.findMany({ where: waiting, orderBy: { createdAt: 'desc' }, take: rowLimit })
    const suppressed = await tx.mailSuppression.findMany({ where: search ? { OR: [{ address: contains }, { because: contains }] } : {}, orderBy: { at: 'desc' }, take: rowLimit })
    const open = openId ? await tx.mail.findFirst({ where: { id: openId }, select: contentFields }) : null
    const rows = [...outbox.map(unsentRow), ...delivered.map(sentRow)]
    return {
      rows: rows.sort((a, b) => b.at.localeCompare(a.at)).slice(0, rowLimit),
      matching: (await tx.mail.count({ where: wanted })) + (await tx.outboxMail.count({ where: waiting })),
      open: open && readable(open),
      suppressed: suppressed.map(({ address, because, at }) => ({ address, because, since: at.toISOString() })),
    }
  })
}

function unsentRow({ id, to, template, createdAt, attempts, lastError, givenUpAt }: OutboxMail): MailRow {
  const state = givenUpAt ? 'given-up' : attempts > 0 ? 'delayed' : 'waiting'
  return { id, to, subject: mailPurposes[template as MailTemplate] ?? template, at: createdAt.toISOString(), state, tries: attempts, because: lastError }
}

/** Without what the files say: names tell that they went along. */
const readable = ({ attachments, sentAt, ...mail }: Prisma.MailGetPayload<{ select: typeof contentFields }>): MailContentView => ({ ...mail, sentAt: sentAt.toISOString(), files: (attachments as MailAttachment[]).map(({ filename }) => filename) })

const sentRow = ({ id, to, subject, sentAt, bounce }: Pick<Mail, 'id' | 'to' | 'subject' | 'sentAt' | 'bounce'>): MailRow => ({
  id, to, subject, at: sentAt.toISOString(), state: bounce ? 'bounced' : 'sent', tries: 1, because: bounce,
})
