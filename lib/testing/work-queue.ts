import { sendInvoices } from '@/lib/billing/billing-webhook'
import { checkFreshness } from '@/lib/catalogue/freshness'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import { reconcileLease } from '@/lib/demo/reconcile-lease'
import { keepToolDashboards } from '@/lib/plant/gold/keep-tool-dashboards'
import { refreshGold } from '@/lib/plant/gold/refresh-gold'
import { askForAllMarts, buildMarts } from '@/lib/transformations/mart-runs'
import { recordNotebookWork } from '@/lib/demo/record-notebook-work'
import { stopNotebook } from '@/lib/demo/stop-notebook'
import { embeddedTelemetry } from '@/lib/adapters/telemetry/embedded'
import { bringHistory } from '@/lib/history/bring-history'
import { checkAlert } from '@/lib/figure-alerts/check-alert'
import { planAlerts } from '@/lib/figure-alerts/plan-alerts'
import { sendAlert } from '@/lib/figure-alerts/send-alert'
import { planFollowUps } from '@/lib/follow-up/plan-follow-ups'
import { sendFollowUp } from '@/lib/follow-up/send-follow-up'
import type { LeaseState } from '@/lib/generated/prisma/client'
import { sendMail } from '@/lib/mail/send-mail'
import { deliverCrm } from '@/lib/sales/deliver-crm'
import { eraseLeads } from '@/lib/sales/erase-lead'
import { meterUsage } from '@/lib/metering/meter-usage'
import { inSpan } from '@/lib/observe/tracing'
import { planReports } from '@/lib/reports/plan-reports'
import { sendReport } from '@/lib/reports/send-report'
import type { Jobs } from '@/lib/queue/jobs'
import { removeDueTenants } from '@/lib/tenancy/remove-tenant'
import type { TestSystem } from '@/lib/testing/test-system'

type Job = { [N in keyof Jobs]: { name: N; payload: Jobs[N] } }[keyof Jobs]

const longestMs = 48 * 3_600_000

/**
 * Does what the worker does with what stands in the queue, without waiting: when nothing is due any more, the clock moves
 * to the next time for which a lease left a job. Ends as soon as `until` holds; fails when the queue is empty before.
 */
export async function workQueue(system: TestSystem, until: () => Promise<boolean>): Promise<void> {
  const started = system.clock.now().getTime()
  for (;;) {
    const worked = await workDue(system)
    if (await until()) return
    if (worked) continue
    const next = await nextWake(system)
    if (!next || next.getTime() - started > longestMs) throw new Error('the queue came to rest before what was waited for')
    system.clock.advance(next.getTime() - system.clock.now().getTime())
  }
}

/** Works until the lease is in one of the states. */
export const workUntil = (system: TestSystem, leaseId: string, ...states: LeaseState[]): Promise<void> =>
  workQueue(system, async () => {
    const lease = await system.db.asOperator((tx) => tx.lease.findFirstOrThrow({ where: { id: leaseId } }))
    return states.includes(lease.state)
  })

/** Works until nothing is due at this moment of the clock. */
export async function workNow(system: TestSystem): Promise<void> {
  while (await workDue(system));
}

async function workDue(system: TestSystem): Promise<boolean> {
  const jobs = await takeDue(system)
  for (const job of jobs) {
    const { traceparent: parent } = job.payload as { traceparent?: string }
    await inSpan(`job ${job.name}`, { parent }, () => perform(system, job))
  }
  return jobs.length > 0
}

// Only wake jobs name a time, and that in the test's clock; every other job is due at once.
const takeDue = (system: TestSystem) =>
  system.db.asOperator(
    (tx) => tx.$queryRaw<Job[]>`
      DELETE FROM graphile_worker._private_jobs job USING graphile_worker._private_tasks task
      WHERE task.id = job.task_id AND (job.key NOT LIKE 'wake %' OR job.run_at <= ${system.clock.now()})
      RETURNING task.identifier AS name, job.payload`,
  )

async function nextWake(system: TestSystem): Promise<Date | null> {
  const [next] = await system.db.asOperator(
    (tx) => tx.$queryRaw<{ at: Date | null }[]>`SELECT min(run_at) AS at FROM graphile_worker._private_jobs`,
  )
  return next?.at ?? null
}

function perform(system: TestSystem, job: Job): Promise<unknown> {
  switch (job.name) {
    case 'reconcile-lease':
      return reconcileLease(system, system.workerId, job.payload.leaseId, system.drivers)
    case 'reconcile-all':
      return reconcileAll(system, system.drivers)
    case 'send-mail':
      return sendMail(system, job.payload.mailId)
    case 'record-notebook-work':
      return recordNotebookWork(system)
    case 'stop-notebook':
      return stopNotebook(system, job.payload.leaseId)
    case 'deliver-crm':
      return deliverCrm(system, job.payload.deliveryId)
    case 'plan-follow-ups':
      return planFollowUps(system)
    case 'send-follow-up':
      return sendFollowUp(system, job.payload.followUpId)
    case 'erase-leads':
      return eraseLeads(system)
    case 'remove-tenants':
      return removeDueTenants(system)
    case 'meter-usage':
      return meterUsage(system)
    case 'send-invoices':
      return sendInvoices(system)
    case 'keep-tool-dashboards':
      return keepToolDashboards(system)
    case 'refresh-gold':
      return refreshGold(system)
    case 'plan-reports':
      return planReports(system)
    case 'send-report':
      return sendReport(system, job.payload.deliveryId)
    case 'plan-figure-alerts':
      return planAlerts(system)
    case 'check-figure-alert':
      return checkAlert(system, job.payload.alertId)
    case 'send-figure-alert':
      return sendAlert(system, job.payload.mailId)
    case 'bring-history':
      return bringHistory(system, embeddedTelemetry(system.db), job.payload)
    case 'ask-for-marts':
      return askForAllMarts(system)
    case 'build-marts':
      return buildMarts(system, job.payload.tenantId)
    case 'check-freshness':
      return checkFreshness(system)
    case 'ensure-stories':
    case 'seal-lakes':
    case 'profile-tables':
      return Promise.resolve()
  }
}
