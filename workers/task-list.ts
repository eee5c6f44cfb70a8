import { SpanKind } from '@opentelemetry/api'
import { chooseTelemetry } from '@/lib/adapters/telemetry/choose-telemetry'
import { env } from '@/lib/env'
import type { Task, TaskList } from 'graphile-worker'
import { sendInvoices } from '@/lib/billing/billing-webhook'
import { closeMonths } from '@/lib/billing/close-month'
import { dropOldInvoices } from '@/lib/billing/kept-invoices'
import { reconcileAll } from '@/lib/demo/reconcile-all'
import { reconcileLease } from '@/lib/demo/reconcile-lease'
import { recordNotebookWork } from '@/lib/demo/record-notebook-work'
import { stopNotebook } from '@/lib/demo/stop-notebook'
import { checkFreshness } from '@/lib/catalogue/freshness'
import { profileAll } from '@/lib/catalogue/profile-table'
import { checkAlert } from '@/lib/figure-alerts/check-alert'
import { planAlerts } from '@/lib/figure-alerts/plan-alerts'
import { sendAlert } from '@/lib/figure-alerts/send-alert'
import { bringHistory } from '@/lib/history/bring-history'
import { sealLakes } from '@/lib/lake/seal-lakes'
import { seeMoment } from '@/lib/licence/licence-clock'
import { sendMail } from '@/lib/mail/send-mail'
import { inSpan } from '@/lib/observe/tracing'
import { measureJob } from '@/lib/observe/metrics'
import { meterUsage } from '@/lib/metering/meter-usage'
import { sweepOutbox } from '@/lib/mail/sweep-outbox'
import { keepToolDashboards } from '@/lib/plant/gold/keep-tool-dashboards'
import { refreshGold } from '@/lib/plant/gold/refresh-gold'
import { withLogContext } from '@/lib/observe/context'
import { ensureStory, industries, removeUnusedStories, storyDateFor } from '@/lib/plant/stories'
import { deliverCrm } from '@/lib/sales/deliver-crm'
import { eraseLeads } from '@/lib/sales/erase-lead'
import { planFollowUps } from '@/lib/follow-up/plan-follow-ups'
import { sendFollowUp } from '@/lib/follow-up/send-follow-up'
import { planReports } from '@/lib/reports/plan-reports'
import { sendReport } from '@/lib/reports/send-report'
import type { JobName, Jobs } from '@/lib/queue/jobs'
import type { System } from '@/lib/system'
import { removeDueTenants } from '@/lib/tenancy/remove-tenant'
import { askForAllMarts, buildMarts } from '@/lib/transformations/mart-runs'
import { checkNeighbours } from '@/lib/health/check-neighbours'

type Handlers = { [N in JobName]: (payload: Jobs[N]) => Promise<unknown> }

/** What each job does. Ids come in, everything else is loaded when the job runs. */
export function taskList(system: System, workerId: string): TaskList {
  const handlers: Handlers = {
    'reconcile-lease': ({ leaseId }) => reconcileLease(system, workerId, leaseId),
    'reconcile-all': async () => {
      await reconcileAll(system)
      await sweepOutbox(system)
      await checkNeighbours(system)
      await system.db.asOperator((tx) => seeMoment(tx, system.clock.now()))
    },
    'send-mail': ({ mailId }) => sendMail(system, mailId),
    'deliver-crm': ({ deliveryId }) => deliverCrm(system, deliveryId),
    'plan-follow-ups': () => planFollowUps(system),
    'send-follow-up': ({ followUpId }) => sendFollowUp(system, followUpId),
    'erase-leads': () => eraseLeads(system),
    'stop-notebook': ({ leaseId }) => stopNotebook(system, leaseId),
    'remove-tenants': () => removeDueTenants(system),
    'record-notebook-work': () => recordNotebookWork(system),
    'meter-usage': async () => {
      await meterUsage(system)
      await closeMonths(system)
      await dropOldInvoices(system)
    },
    'seal-lakes': () => sealLakes(system),
    'check-freshness': () => checkFreshness(system),
    'plan-reports': () => planReports(system),
    'send-report': ({ deliveryId }) => sendReport(system, deliveryId),
    'plan-figure-alerts': () => planAlerts(system),
    'check-figure-alert': ({ alertId }) => checkAlert(system, alertId),
    'send-figure-alert': ({ mailId }) => sendAlert(system, mailId),
    'profile-tables': () => profileAll(system),
    'ask-for-marts': () => askForAllMarts(system),
    'build-marts': ({ tenantId }) => buildMarts(system, tenantId),
    'bring-history': async (payload) => bringHistory(system, await chooseTelemetry(system.db, system.settings.retention, env().TELEMETRY), payload),
    'send-invoices': () => sendInvoices(system),
    'keep-tool-dashboards': () => keepToolDashboards(system),
    'refresh-gold': () => refreshGold(system),
    'ensure-stories': async () => {
      const now = system.clock.now()
      for (const industry of industries) await ensureStory(system, industry, storyDateFor(industry, now))
      await removeUnusedStories(system, now)
    },
  }
  return Object.fromEntries(Object.entries(handlers).map(([job, handle]) => [job, observed(system, job, handle as Handler)]))
}

type Handler = (payload: Record<string, unknown>) => Promise<unknown>

/** Logged, measured and traced under the job's id; a job that fails is said once, here, with what it was. */
function observed(system: System, job: string, handle: Handler): Task {
  return (payload, { job: { id, attempts, max_attempts: maxAttempts } }) =>
    withLogContext({ job, jobId: id }, async () => {
      const { traceparent: parent, ...rest } = payload as { traceparent?: string }
      try {
        await inSpan(`job ${job}`, { kind: SpanKind.CONSUMER, parent, attributes: { 'millrace.job_id': id } }, () => measureJob(job, () => handle(rest)))
      } catch (error) {
        system.log.error({ err: error, attempts, maxAttempts }, 'job failed')
        throw error
      }
    })
}
