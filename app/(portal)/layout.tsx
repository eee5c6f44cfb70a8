import Link from 'next/link'
import type { ReactNode } from 'react'
import '@/components/portal/portal.css'
import { AlarmBanner } from '@/components/portal/alarm-banner'
import { CommandPalette } from '@/components/portal/command-palette'
import { DemoBar } from '@/components/portal/demo-bar'
import { PortalNotices } from '@/components/portal/portal-notices'
import { LiveProvider, ReadingsAge } from '@/components/portal/live-pulse'
import { Rail, Tabs } from '@/components/portal/rail'
import { RoomSeen } from '@/components/portal/room-seen'
import { SignOut } from '@/components/portal/sign-out'
import { formatClock, formatDate, formatDuration } from '@/components/ui/format-time'
import { requirePerson } from '@/lib/auth/current-person'
import { loadShell } from '@/lib/plant/views/shell-view'
import { system } from '@/lib/system'

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson('plant.view')
  const { tree, places, shift, timeZone, now, lastReadingAt, historyDays } = await loadShell(system(), person)
  const renderedAt = now.toISOString()
  return (
    <LiveProvider>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <PortalNotices person={person} />
      {person.lease && person.lease.state !== 'claimed' && <DemoBar deadlineAt={person.lease.deadlineAt?.toISOString() ?? null} hours={person.lease.hours} timeZone={timeZone} renderedAt={renderedAt} />}
      {person.lease && person.lease.state !== 'claimed' && <RoomSeen />}
      <div className="shell">
        <Rail tree={tree} />
        <div className="min-w-0">
          <header className="context">
            {shift && (
              <span>
                <b>{shift.name} shift</b>{' '}
                <span className="not-phone">
                  {formatClock(shift.startsAt, timeZone)}–{formatClock(shift.endsAt, timeZone)} ·{' '}
                </span>
                {formatDuration((shift.endsAt.getTime() - now.getTime()) / 1000)} left
              </span>
            )}
            <span className="not-phone">
              {formatDate(now, timeZone)}, <b>{formatClock(now, timeZone)}</b> {timeZone}
            </span>
            <span className="grow" />
            {historyDays < 30 && <span role="status">History: {historyDays} of 30 days written</span>}
            <ReadingsAge initial={lastReadingAt?.toISOString() ?? null} renderedAt={renderedAt} />
            <CommandPalette places={places} />
            <Link href="/settings" className="not-phone plain">
              {person.name}
            </Link>
            <span className="not-phone">
              <SignOut />
            </span>
          </header>
          <AlarmBanner timeZone={timeZone} />
          <main id="content">{children}</main>
        </div>
      </div>
      <Tabs />
    </LiveProvider>
  )
}
