import { recordAudit } from '@/lib/audit/record'
import { issueCertificate } from '@/lib/demo/issue-certificate'
import { announce } from '@/lib/demo/announce'
import { reminderBeforeMs, type Transition } from '@/lib/demo/decide'
import type { Tx } from '@/lib/db'
import { recordEngagement } from '@/lib/funnel/record-engagement'
import type { Lease, LeaseState, Prisma } from '@/lib/generated/prisma/client'
import { postMail } from '@/lib/mail/post-mail'
import { enqueue } from '@/lib/queue/enqueue'
import type { System } from '@/lib/system'

/**
 * Writes a transition and everything that belongs to it (mails, audit, schedule) in one transaction. When another
 * worker was first, nothing is written.
 */
export async function applyTransition(system: System, lease: Lease, transition: Transition, detail: Prisma.InputJsonObject = {}) {
  const now = system.clock.now()
  await system.db.asOperator(async (tx) => {
    if ('giveUp' in transition) {
      await tx.leasePart.updateMany({
        where: { leaseId: lease.id, part: { in: transition.giveUp }, state: { notIn: ['up', 'given_up'] } },
        data: { state: 'given_up' },
      })
      if (lease.email) await recordEngagement(tx, now, { kind: 'demo.failed', subject: lease.leadId ?? lease.name, leaseId: lease.id, detail: { parts: transition.giveUp }, onceId: `failed-${lease.id}` })
    } else if ('mark' in transition) {
      const { count } = await tx.lease.updateMany({ where: { id: lease.id, enterableAt: null }, data: { enterableAt: now } })
      if (count === 0) return
    } else {
      const { count } = await tx.lease.updateMany({
        where: { id: lease.id, state: lease.state },
        data: { state: transition.to, ...stamp(transition.to, lease, now) },
      })
      if (count === 0) return
      await consequences(system, tx, lease, transition.to, now, detail)
    }
    await announce(tx, lease.id)
  })
}

function stamp(to: LeaseState, lease: Lease, now: Date): Prisma.LeaseUpdateManyMutationInput {
  switch (to) {
    case 'ready':
      return { readyAt: now, enterableAt: lease.enterableAt ?? now, deadlineAt: new Date(now.getTime() + lease.hours * 3_600_000) }
    case 'reminded':
      return { remindedAt: now }
    case 'stopped':
      return { stoppedAt: now }
    case 'expired':
      return { expiredAt: now }
    case 'removing':
      return { removingAt: now }
    case 'gone':
      return { goneAt: now }
    default:
      return {}
  }
}

async function consequences(system: System, tx: Tx, lease: Lease, to: LeaseState, now: Date, detail: Prisma.InputJsonObject) {
  await recordAudit(tx, now, { tenantId: 'platform', actor: 'reconciler', action: `lease.${to}`, subject: lease.name, detail })
  switch (to) {
    case 'ready':
      await ready(tx, lease, now)
      break
    case 'reminded':
      await tx.mailSchedule.updateMany({ where: { leaseName: lease.name, kind: 'reminder' }, data: { sentAt: now } })
      await postMail(tx, now, { id: `${lease.name}.reminder`, template: 'reminder', to: lease.email!, leaseId: lease.id })
      break
    case 'stopped':
      await stopped(tx, lease, now)
      break
    case 'removing':
      // A fresh count of tries: building and removing are told apart in the ledger.
      await tx.leasePart.updateMany({ where: { leaseId: lease.id }, data: { attempts: 0, nextTryAt: null } })
      break
    case 'gone':
      await gone(system, tx, lease, now)
      break
  }
}

async function ready(tx: Tx, lease: Lease, now: Date) {
  const deadline = new Date(now.getTime() + lease.hours * 3_600_000)
  await tx.mailSchedule.updateMany({
    where: { leaseName: lease.name, kind: 'reminder' },
    data: { dueAt: new Date(deadline.getTime() - reminderBeforeMs) },
  })
  await tx.mailSchedule.updateMany({ where: { leaseName: lease.name, kind: 'deadline' }, data: { dueAt: deadline } })
  await postMail(tx, now, { id: `${lease.name}.welcome`, template: 'welcome', to: lease.email!, leaseId: lease.id })
  await recordEngagement(tx, now, { kind: 'demo.ready', subject: lease.leadId ?? lease.name, leaseId: lease.id })
}

/** Whoever is inside is out from now on; what they made waits. */
async function stopped(tx: Tx, lease: Lease, now: Date) {
  await tx.session.updateMany({ where: { tenantId: lease.name, endedAt: null }, data: { endedAt: now } })
  await enqueue(tx, 'stop-notebook', { leaseId: lease.id }, { key: `stop-notebook ${lease.id}` })
  if (lease.email) await postMail(tx, now, { id: `${lease.name}.stopped`, template: 'stopped', to: lease.email, leaseId: lease.id })
}

async function gone(system: System, tx: Tx, lease: Lease, now: Date) {
  await issueCertificate(system, tx, { ...lease, goneAt: now }, now)
  // What the mails said of the plant goes with the plant; that they were sent stays.
  await tx.mail.updateMany({ where: { leaseId: lease.id }, data: { text: '', html: '' } })
  if (lease.email) {
    await postMail(tx, now, { id: `${lease.name}.gone`, template: 'gone', to: lease.email, leaseId: lease.id })
  }
}
