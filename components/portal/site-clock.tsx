'use client'

import { usePathname } from 'next/navigation'
import { formatClock, formatDate, formatDuration } from '@/components/ui/format-time'
import type { SiteNow } from '@/lib/plant/views/shell-view'

/** Shift and clock of the site that the page is about; of the plant's first where it is about none. */
export function SiteClock({ sites, now }: { sites: SiteNow[]; now: Date }) {
  const [, , slug] = usePathname().split('/')
  const site = sites.find(({ path }) => path === decodeURIComponent(slug ?? '')) ?? sites[0]
  if (!site) return null
  const { shift, timeZone } = site
  return (
    <>
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
    </>
  )
}
