import Link from 'next/link'
import type { ReactNode } from 'react'
import { ChartsAhead } from '@/components/charts/charts-ahead'
import '@/components/portal/portal.css'
import { AlarmBanner } from '@/components/portal/alarm-banner'
import { CommandPalette } from '@/components/portal/command-palette'
import { DemoBar } from '@/components/portal/demo-bar'
import { PortalNotices } from '@/components/portal/portal-notices'
import { LiveProvider, ReadingsAge } from '@/components/portal/live-pulse'
import { Rail, Tabs } from '@/components/portal/rail'
import { RoomSeen } from '@/components/portal/room-seen'
import { SignOut } from '@/components/portal/sign-out'
import { SiteClock } from '@/components/portal/site-clock'
import { requirePerson } from '@/lib/auth/current-person'
import { loadShell } from '@/lib/plant/views/shell-view'
import { system } from '@/lib/system'

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson('plant.view')
  const { tree, places, sites, timeZone, now, lastReadingAt, historyDays } = await loadShell(system(), person)
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
            <SiteClock sites={sites} now={now} />
            <span className="grow" />
            {historyDays < 30 && <span role="status">History: {historyDays} of 30 days</span>}
            <ReadingsAge initial={lastReadingAt?.toISOString() ?? null} renderedAt={renderedAt} />
            <CommandPalette places={places} />
            <Link href="/settings" className="not-phone plain" title={person.name}>
              {person.name}
            </Link>
            <span className="not-phone ml-auto">
              <SignOut />
            </span>
          </header>
          <AlarmBanner timeZone={timeZone} />
          <main id="content">{children}</main>
        </div>
      </div>
      <Tabs />
      <ChartsAhead />
    </LiveProvider>
  )
}
