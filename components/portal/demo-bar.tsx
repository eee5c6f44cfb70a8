'use client'

import Link from 'next/link'
import { useEffect, useState } from 'react'
import { formatDateClock, formatDuration } from '@/components/ui/format-time'

interface Props {
  deadlineAt: string | null
  hours: number
  timeZone: string
  /** The server's time when the page was made: the first picture is the same on both sides. */
  renderedAt: string
}

/** A lease is counted in hours, also the first one: never "1 d". */
const leftWords = (seconds: number) => (seconds >= 86_400 - 30 ? '24 h' : formatDuration(seconds))

/** What is left of the lease, in words and as the level of the channel. */
export function DemoBar({ deadlineAt, hours, timeZone, renderedAt }: Props) {
  const [now, setNow] = useState(() => Date.parse(renderedAt))
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 20_000)
    return () => clearInterval(timer)
  }, [])
  const leftSeconds = deadlineAt ? Math.max(0, (Date.parse(deadlineAt) - now) / 1000) : null
  return (
    <aside className="demo-bar" aria-label="Demo plant">
      <div>
        <b>Demo plant</b>
      </div>
      <div className="demo-words">
        <span>
          {leftSeconds === null ? (
            <>The rest of the plant is coming up; the {hours} h start when it is ready.</>
          ) : (
            <>
              <b>{leftWords(leftSeconds)} left</b> of {hours} h<span className="not-phone"> · deleted {formatDateClock(new Date(deadlineAt!), timeZone)}, with a signed certificate</span>
            </>
          )}
        </span>
        <Link href="/keep">Keep this plant</Link>
      </div>
      <span className="level" style={{ width: `${leftSeconds === null ? 100 : Math.min(100, (leftSeconds / (hours * 3600)) * 100)}%` }} />
    </aside>
  )
}
