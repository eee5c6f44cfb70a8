import type { Metadata } from 'next'
import Link from 'next/link'
import { NotificationLog } from '@/components/portal/notification-log'
import { NotificationSteps } from '@/components/portal/notification-steps'
import { NotificationTargets } from '@/components/portal/notification-targets'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { demoLimitWords } from '@/lib/alarm/escalation/claim-messages'
import { loadNotifications } from '@/lib/alarm/escalation/load-notifications'
import { requirePerson } from '@/lib/auth/current-person'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Notifications of alarms' }

export default async function NotificationsPage() {
  const person = await requirePerson('plant.setup')
  const view = await loadNotifications(system(), person)
  const { targets, steps, notifications, places, people, isDemo, timeZone } = view
  return (
    <div className="portal-body">
      {notifications.some(({ state }) => state === 'pending') && <LiveRefresh everySeconds={5} />}
      <div className="title-row">
        <div>
          <h1 className="text-page">Notifications</h1>
          <p>{sentence(view)}</p>
        </div>
        <Link href="/alarms">Back to the alarms</Link>
      </div>
      <NotificationSteps steps={steps} targets={targets} places={places} />
      <NotificationTargets targets={targets} people={people} timeZone={timeZone} limit={isDemo ? demoLimitWords : null} />
      <NotificationLog notifications={notifications} timeZone={timeZone} />
    </div>
  )
}

function sentence({ targets, steps, notifications }: Awaited<ReturnType<typeof loadNotifications>>): string {
  const failed = notifications.filter(({ state, kind }) => state === 'failed' && kind !== 'test').length
  if (failed > 0) return `${failed} of the last ${notifications.length} could not be delivered.`
  if (targets.length === 0) return 'Nobody is told of alarms outside of this portal.'
  if (steps.length === 0) return 'There is somebody to tell, and no step that says of what.'
  return `${steps.length} ${steps.length === 1 ? 'step says' : 'steps say'} who is told of which alarm, and when.`
}
