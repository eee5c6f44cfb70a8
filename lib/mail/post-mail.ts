import type { Tx } from '@/lib/db'
import type { Prisma } from '@/lib/generated/prisma/client'
import { enqueue } from '@/lib/queue/enqueue'

export type MailTemplate = 'verify' | 'welcome' | 'reminder' | 'gone' | 'already-running' | 'keep-asked' | 'invitation' | 'stopped' | 'claimed' | 'claimed-for-us' | 'quality-broken' | 'freshness-missed'

/** What each is for, in an administrator's words: a mail has its subject when it is sent. */
export const mailPurposes: Record<MailTemplate, string> = {
  verify: 'Confirmation of an address',
  welcome: 'A plant is ready',
  reminder: 'A plant ends soon',
  gone: 'A plant is deleted, with its certificate',
  'already-running': 'A plant runs already',
  'keep-asked': 'Somebody wants to keep a plant',
  invitation: 'Invitation',
  stopped: 'A plant is stopped',
  claimed: 'A plant is kept',
  'claimed-for-us': 'A plant is kept, for sales',
  'quality-broken': 'A table is broken',
  'freshness-missed': 'Data is later than promised',
}

interface PostedMail {
  /** The message id: posting it twice posts it once. */
  id: string
  template: MailTemplate
  to: string
  leaseId?: string
  props?: Prisma.InputJsonObject
}

/** Puts a mail into the outbox of the caller's transaction; a job sends it after the commit. */
export async function postMail(tx: Tx, now: Date, { id, template, to, leaseId, props = {} }: PostedMail) {
  await tx.outboxMail.createMany({ data: [{ id, template, to, leaseId, props, createdAt: now }], skipDuplicates: true })
  await enqueue(tx, 'send-mail', { mailId: id }, { key: `mail ${id}` })
}
