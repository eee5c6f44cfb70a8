import type { Metadata } from 'next'
import Link from 'next/link'
import { FindingForm } from '@/components/portal/finding-form'
import { Empty } from '@/components/ui/empty'
import { formatDate, formatDateClock } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { requirePerson } from '@/lib/auth/current-person'
import { findingKinds } from '@/lib/plant/report-finding'
import { type FindingsView, loadFindings } from '@/lib/plant/views/findings-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Findings' }

export default async function FindingsPage() {
  const person = await requirePerson('plant.view')
  const view = await loadFindings(system(), person)
  const kinds = Object.entries(findingKinds).map(([id, label]) => ({ id, label }))
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <h1 className="text-page">Findings</h1>
          <p>{sentence(view)}</p>
        </div>
      </div>
      <Panel title="I see something" note="checked against the data at once">
        <FindingForm places={view.places} kinds={kinds} />
      </Panel>
      <Panel title="Found" note={`${view.found.length} of ${view.total}`} flush>
        {view.found.length === 0 ? (
          <Empty>
            Nothing yet. Good places to begin: <Link href="/oee">OEE and losses</Link>, <Link href="/quality">Quality</Link>, <Link href="/signals">Signals</Link>, <Link href="/batches">Batches</Link>.
          </Empty>
        ) : (
          <ul className="rows">
            {view.found.map(({ id, title, explanation, place, since, foundAt, path }) => (
              <li key={id} className="row">
                <div>
                  <p className="font-semibold">{title}</p>
                  <p className="mt-1 max-w-[76ch] text-ink-2">{explanation}</p>
                  <p className="mt-1 text-small text-ink-3">
                    <Link href={`/plant/${path}`}>{place}</Link> · since {formatDate(since, view.timeZone, { year: false })} · found {formatDateClock(foundAt, view.timeZone)}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  )
}

function sentence({ plant, total, found }: FindingsView): string {
  if (found.length === total) return `You found all ${total} things that ${plant} hides.`
  return `${plant} hides ${total} things that cost it money. You found ${found.length}. All of them are in the data that you see.`
}
