import { DashboardMails } from '@/components/portal/dashboard-mails'
import { mayEnter } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import { timeZones } from '@/lib/plant/time-zones'
import { loadReports } from '@/lib/reports/load-reports'
import { system } from '@/lib/system'

/** The mails of a dashboard, by the id that schedules name it by, for a page on which `person` looks at it. */
export async function MailsOfDashboard({ person, dashboardId }: { person: Person; dashboardId: string }) {
  const reports = await loadReports(system(), person, dashboardId)
  const refused = mayEnter(person.roles, 'data.download') ? null : 'Your role looks and does not download: who may download can put you on a list.'
  return <DashboardMails {...reports} dashboardId={dashboardId} refused={refused} zones={timeZones} />
}
