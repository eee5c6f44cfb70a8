import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { LinesPanel } from '@/components/portal/lines-panel'
import { OeeTiles } from '@/components/portal/oee-tiles'
import { RangePicker } from '@/components/portal/range-picker'
import { ServicesPanel } from '@/components/portal/services-panel'
import { SignalPanel } from '@/components/portal/signal-panel'
import { requirePerson } from '@/lib/auth/current-person'
import { loadOverview, type OverviewView } from '@/lib/plant/views/overview-view'
import { loadServices } from '@/lib/plant/views/services-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Production' }

interface Props {
  params: Promise<{ place?: string[] }>
  searchParams: Promise<{ range?: string }>
}

export default async function PlantPage({ params, searchParams }: Props) {
  const person = await requirePerson('plant.view')
  const { place } = await params
  const { range } = await searchParams
  const view = await loadOverview(system(), person, place, range)
  if (!view) notFound()
  const services = view.place.level === 'site' ? await loadServices(system(), person.lease?.id ?? null) : []
  return (
    <div className="portal-body">
      <div className="title-row">
        <div>
          <h1 className="text-page">{view.place.name}</h1>
          <p>{sentence(view)}</p>
        </div>
        <div className="flex flex-wrap items-center gap-4">
          {view.lines.length > 0 && (
            <Link className="link not-phone" href={`/wall/${view.place.path}?range=${view.period.key}`} data-not-taken>
              Wall screen
            </Link>
          )}
          <RangePicker current={view.period.key} basePath={`/plant${place ? `/${place.join('/')}` : ''}`} />
        </div>
      </div>
      {view.group && <OeeTiles oee={view.group} label={`OEE, ${view.period.words}`} energyKwh={view.energyKwh} />}
      <LinesPanel view={view} />
      <div className="portal-two">
        {view.power && <SignalPanel view={view.power} window={{ from: view.ribbonFrom, to: view.now }} stepSeconds={view.powerStepSeconds} timeZone={view.model.tenant.timeZone} series={2} />}
        {services.length > 0 && <ServicesPanel services={services} compact />}
      </div>
      {view.model.tenant.kind !== 'customer' && <p className="text-small text-ink-3">{view.model.tenant.name} is a fictional plant. Its data are generated.</p>}
    </div>
  )
}

const counts = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine']

/** What matters now, before any figure. */
function sentence({ lines }: OverviewView): string {
  if (lines.length === 0) return 'No line belongs to this place; its signals are in the data.'
  const down = lines.filter((line) => line.state?.state === 'down')
  const running = lines.filter((line) => line.state?.state === 'running').length
  const word = (count: number) => counts[count] ?? String(count)
  const all = lines.length === 1 ? 'The line is running.' : `All ${word(lines.length).toLowerCase()} lines are running.`
  const said = running === lines.length ? all : `${word(running)} of ${word(lines.length).toLowerCase()} lines ${running === 1 ? 'is' : 'are'} running.`
  const why = down.map((line) => `${line.node.name} is down${line.state?.label ? `: ${line.state.label.toLowerCase()}` : ''}.`)
  return [said, ...why].join(' ')
}
