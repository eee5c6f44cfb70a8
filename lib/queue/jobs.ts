/**
 * What can be asked of the workers. Payloads carry ids, never data: a handler loads what is true when it runs, and may
 * run twice. Handlers stand in workers/, so that the web process enqueues without bundling them.
 */
export interface Jobs {
  'reconcile-lease': { leaseId: string }
  'reconcile-all': Record<string, never>
  'send-mail': { mailId: string }
  'deliver-crm': { deliveryId: string }
  'plan-follow-ups': Record<string, never>
  'send-follow-up': { followUpId: string }
  'erase-leads': Record<string, never>
  'stop-notebook': { leaseId: string }
  'ensure-stories': Record<string, never>
  'keep-tool-dashboards': Record<string, never>
  'refresh-gold': Record<string, never>
  'remove-tenants': Record<string, never>
  'record-notebook-work': Record<string, never>
  'meter-usage': Record<string, never>
  'seal-lakes': Record<string, never>
  'check-freshness': Record<string, never>
  'plan-reports': Record<string, never>
  'send-report': { deliveryId: string }
  'plan-figure-alerts': Record<string, never>
  'check-figure-alert': { alertId: string }
  'send-figure-alert': { mailId: string }
  'profile-tables': Record<string, never>
  'ask-for-marts': Record<string, never>
  'build-marts': { tenantId: string }
  'send-invoices': Record<string, never>
  'bring-history': { tenantId: string; importId: string }
}

export type JobName = keyof Jobs
