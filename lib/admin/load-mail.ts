import type { Prisma } from '@/lib/generated/prisma/client'
import type { System } from '@/lib/system'

export interface MailRow {
  id: string
  to: string
  /** Of a mail still in the outbox, the name of its template. */
  subject: string
  at: string
  state: 'delivered' | 'waiting' | 'refused'
  tries: number
  lastError: string | null
}

export interface MailContentView {
  id: string
  to: string
  subject: string
  sentAt: string
  stream: string
  /** Both empty once the plant that the mail was about is gone. */
  text: string
  html: string
}

export interface MailView {
  rows: MailRow[]
  matching: number
  open: MailContentView | null
}

const rowLimit = 200

/** Outbox and delivered mails, newest first, and the one that is read. */
export async function loadMail(system: System, search: string, openId: string | null): Promise<MailView> {
  const contains = { contains: search, mode: 'insensitive' as const }
  const wanted: Prisma.MailWhereInput = search ? { OR: [{ to: contains }, { subject: contains }] } : {}
  const waiting: Prisma.OutboxMailWhereInput = { sentAt: null, ...(search && { OR: [{ to: contains }, { template: contains }] }) }
  return system.db.asOperator(async (tx) => {
    const delivered = await tx.mail.findMany({ where: wanted, orderBy: { sentAt: 'desc' }, take: rowLimit, select: { id: true, to: true, subject: true, sentAt: true } })
    const outbox = await tx.outboxMail.findMany({ where: waiting, orderBy: { createdAt: 'desc' }, take: rowLimit })
    const open = openId ? await tx.mail.findFirst({ where: { id: openId } }) : null
    const rows: MailRow[] = [
      ...outbox.map(({ id, to, template, createdAt, attempts, lastError }) => ({
        id, to, subject: template, at: createdAt.toISOString(), state: attempts > 0 ? ('refused' as const) : ('waiting' as const), tries: attempts, lastError,
      })),
      ...delivered.map(({ id, to, subject, sentAt }) => ({ id, to, subject, at: sentAt.toISOString(), state: 'delivered' as const, tries: 1, lastError: null })),
    ]
    return {
      rows: rows.sort((a, b) => b.at.localeCompare(a.at)).slice(0, rowLimit),
      matching: (await tx.mail.count({ where: wanted })) + (await tx.outboxMail.count({ where: waiting })),
      open: open && { id: open.id, to: open.to, subject: open.subject, sentAt: open.sentAt.toISOString(), stream: open.stream, text: open.text, html: open.html },
    }
  })
}
