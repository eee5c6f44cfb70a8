import type { BrokenRule } from '@/lib/catalogue/quality-course'
import type { Tx } from '@/lib/db'
import type { Prisma } from '@/lib/generated/prisma/client'
import { type MailTemplate, postMail } from '@/lib/mail/post-mail'

/**
 * Tells the administrators of a customer what broke in a table. Its id is made of table and the day on which it broke: as
 * long as it stays broken, nobody is told again.
 */
export async function tellBroken(tx: Tx, now: Date, tenantId: string, broken: BrokenRule[]): Promise<void> {
  const byDay = Map.groupBy(broken, ({ table, since }) => `${tenantId}-${table}-${since.toISOString().slice(0, 10)}`)
  for (const [breach, rules] of byDay) {
    const props = { table: rules[0]!.table, rules: rules.map(({ words, found, rows }) => `${words}: ${found || `${rows ?? 0} rows`}`) }
    await tellAdministrators(tx, now, tenantId, { id: `quality-${breach}`, template: 'quality-broken', props })
  }
}

export interface LatePromise {
  name: string
  title: string
  words: string
  checks: number
  missed: number
  ageSeconds: number
}

/** Tells them that a day cannot keep a promise any more; once for each promise and day. */
export async function tellLate(tx: Tx, now: Date, tenantId: string, { name, title, words, checks, missed, ageSeconds }: LatePromise): Promise<void> {
  const found = `Today it was later in ${missed} of ${checks} looks; at the last one it was ${Math.round(ageSeconds / 60)} minutes old.`
  await tellAdministrators(tx, now, tenantId, { id: `late-${tenantId}-${name}-${now.toISOString().slice(0, 10)}`, template: 'freshness-missed', props: { promise: title, words, found } })
}

async function tellAdministrators(tx: Tx, now: Date, tenantId: string, { id: message, template, props }: { id: string; template: MailTemplate; props: Prisma.InputJsonObject }): Promise<void> {
  const tenant = await tx.tenant.findFirst({ where: { id: tenantId, kind: 'customer', deletesAt: null } })
  if (!tenant) return
  const grants = await tx.roleGrant.findMany({ where: { tenantId, role: 'admin', nodeId: '' }, select: { accountId: true } })
  const people = await tx.account.findMany({ where: { tenantId, id: { in: grants.map(({ accountId }) => accountId) }, status: 'active' }, select: { id: true, email: true } })
  for (const { id, email } of people) await postMail(tx, now, { id: `${message}-${id}`, template, to: email, props: { tenant: tenant.name, ...props } })
}
