'use client'

import Link from 'next/link'
import { Acknowledge } from '@/components/portal/alarm-acknowledge'
import { valueWords } from '@/components/portal/alarm-words'
import { useAlarms } from '@/components/portal/live-pulse'
import { useAlarmSound } from '@/components/portal/use-alarm-sound'
import { AlarmGlyph, alarmWords } from '@/components/ui/alarm-glyph'
import { formatClock } from '@/components/ui/format-time'

/** The first alarm of priority 1 or 2 that nobody has acknowledged, on every page of the plant. */
export function AlarmBanner({ timeZone }: { timeZone: string }) {
  const view = useAlarms()
  const urgent = view?.open.filter(({ state, priority }) => state !== 'acknowledged' && priority <= 2) ?? []
  useAlarmSound(view && urgent.map(({ id }) => id))
  const [first, ...others] = urgent
  return (
    <div role="alert" className="alarm-banner" data-priority={first?.priority}>
      {first && (
        <>
          {/* A new element for each alarm: its edge pulses once, not at every push. */}
          <span key={first.id} className="alarm-banner-edge" aria-hidden />
          <AlarmGlyph priority={first.priority} state={first.state} size={24} decorative />
          <p>
            <b>
              <Link href={`/alarms?alarm=${first.id}`}>
                {alarmWords[first.priority]}: {first.name}
              </Link>
            </b>{' '}
            {first.place}, {valueWords(first)}, since {formatClock(first.raisedAt, timeZone, { seconds: true })}
            {first.state === 'returned' && ', returned'}
          </p>
          <span className="grow" />
          {others.length > 0 && <span>{others.length} more</span>}
          <Acknowledge alarmId={first.id} name={first.name} />
          <Link href="/alarms">All alarms</Link>
        </>
      )}
    </div>
  )
}
