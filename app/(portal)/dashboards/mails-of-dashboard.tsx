import { DashboardMails } from '@/components/portal/dashboard-mails'
import { mayEnter } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import { loadReports } from '@/lib/reports/load-reports'
import { system } from '@/lib/system'

/** Every zone that a clock can be set to; the list of a browser may be another one. */
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

/** The mails of a dashboard, by the id that schedules name it by, for a page on which `person` looks at it. */
export async function MailsOfDashboard({ person, dashboardId }: { person: Person; dashboardId: string }) {
  const reports = await loadReports(system(), person, dashboardId)
  const refused = mayEnter(person.roles, 'data.download') ? null : 'Your role looks and does not download: who may download can put you on a list.'
  return <DashboardMails {...reports} dashboardId={dashboardId} refused={refused} zones={zones} />
}
