import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { ImpersonationBar } from '@/components/portal/impersonation-bar'
import { LeaveWall } from '@/components/portal/leave-wall'
import { WallLine } from '@/components/portal/wall-line'
import { ReadingsAge } from '@/components/portal/live-pulse'
import { formatNumber } from '@/components/ui/format'
import { formatClock, formatDate } from '@/components/ui/format-time'
import { requirePerson } from '@/lib/auth/current-person'
import { loadOverview, numberOrNull } from '@/lib/plant/views/overview-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Wall screen' }

interface Props {
  params: Promise<{ place?: string[] }>
  searchParams: Promise<{ range?: string }>
}

/** Read from ten metres: which line runs, what stops it, how the shift goes. */
export default async function WallPage({ params, searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const [{ place }, { range }] = await Promise.all([params, searchParams])
  const view = await loadOverview(system(), person, place, range)
  if (!view || view.lines.length === 0) notFound()
  const { timeZone, name } = view.model.tenant
  const oee = view.group && numberOrNull(view.group.oeeRatio)
  return (
    <>
      {person.impersonation && <ImpersonationBar name={person.name} email={person.email} by={person.impersonation.by} reason={person.impersonation.reason} />}
      <header className="wall-head">
        <div>
          <h1>{view.place.name}</h1>
          <p>
            {view.place.level !== 'site' && `${name}, `}
            {view.period.words}
          </p>
        </div>
        <p className="wall-oee">
          <span>OEE</span> {oee === null ? <small>— {view.group && typeof view.group.oeeRatio !== 'number' ? view.group.oeeRatio.undefinedBecause : 'not defined'}</small> : <b>{formatNumber(oee * 100, 1)} %</b>}
        </p>
        <div className="wall-clock">
          <b>{formatClock(view.now, timeZone)}</b>
          <span>{formatDate(view.now, timeZone, { year: false })}</span>
        </div>
      </header>
      <div className="wall-lines" data-count={Math.min(view.lines.length, 6)}>
        {view.lines.map((line) => (
          <WallLine key={line.node.id} line={line} view={view} />
        ))}
      </div>
      <footer className="wall-foot">
        <ReadingsAge initial={view.lastReadingAt?.toISOString() ?? null} renderedAt={view.now.toISOString()} />
        <Link href={`/plant${place ? `/${place.join('/')}` : ''}`}>Back to the rooms (Esc)</Link>
        <LeaveWall href={`/plant${place ? `/${place.join('/')}` : ''}`} />
      </footer>
    </>
  )
}
