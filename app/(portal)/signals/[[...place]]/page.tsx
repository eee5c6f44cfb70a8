import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { SignalPanel } from '@/components/portal/signal-panel'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { requirePerson } from '@/lib/auth/current-person'
import { loadSignals, signalRanges, type SignalsView } from '@/lib/plant/views/signals-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Signals' }

interface Props {
  params: Promise<{ place?: string[] }>
  searchParams: Promise<{ range?: string; s?: string | string[] }>
}

export default async function SignalsPage({ params, searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const { place } = await params
  const { range, s } = await searchParams
  const wanted = [s ?? []].flat()
  const view = await loadSignals(system(), person, place, { range, wanted })
  if (!view) notFound()
  const basePath = `/signals${place ? `/${place.join('/')}` : ''}`
  const hrefOf = (key: string) => `${basePath}?${new URLSearchParams([['range', key], ...wanted.map((id) => ['s', id])])}`
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <h1 className="text-page">Signals, {view.place.name}</h1>
          <p>
            {view.offered.length} {view.offered.length === 1 ? 'signal' : 'signals'} here; {view.drawn.length} drawn.
          </p>
        </div>
        <span className="flex flex-wrap items-center gap-4">
          {view.drawn.length > 0 && (
            <Link className="link" href={`/trends?s=${view.drawn.map(({ signal }) => signal.id).join(',')}&last=${view.range}`}>
              Open in trends
            </Link>
          )}
          <Segmented label="Period" current={view.range} segments={Object.entries(signalRanges).map(([key, [label]]) => ({ key, label, href: hrefOf(key) }))} />
        </span>
      </div>
      {view.offered.length > view.drawn.length && <Chooser view={view} basePath={basePath} />}
      {view.drawn.map((one, i) => (
        <SignalPanel key={one.signal.id} view={one} window={view.window} stepSeconds={view.stepSeconds} timeZone={view.model.tenant.timeZone} series={((i % 5) + 1) as 1} />
      ))}
      {view.offered.length === 0 && (
        <Panel label="Signals" flush>
          <Empty>No signal is measured at this place.</Empty>
        </Panel>
      )}
    </div>
  )
}

/** Works without a script: a form that asks for the page again. */
function Chooser({ view, basePath }: { view: SignalsView; basePath: string }) {
  const drawn = new Set(view.drawn.map(({ signal }) => signal.id))
  return (
    <details className="panel">
      <summary className="panel-head cursor-pointer">Choose signals</summary>
      <form action={basePath} className="panel-body">
        <input type="hidden" name="range" value={view.range} />
        <fieldset className="grid gap-x-6 gap-y-1 sm:grid-cols-2 xl:grid-cols-3">
          <legend className="sr-only">Signals to draw, at most six</legend>
          {view.offered.map(({ id, label }) => (
            <label key={id} className="flex min-h-8 items-center gap-2">
              <input type="checkbox" name="s" value={id} defaultChecked={drawn.has(id)} />
              {label}
            </label>
          ))}
        </fieldset>
        <p className="mt-3 flex items-center gap-3">
          <Button type="submit">Draw these</Button>
          <span className="text-small text-ink-3">At most six at once.</span>
        </p>
      </form>
    </details>
  )
}
