import type { Metadata } from 'next'
import '@/components/trends/trends.css'
import { TrendExplorer } from '@/components/trends/trend-explorer'
import { mayEnter } from '@/lib/auth/capabilities'
import { requirePerson } from '@/lib/auth/current-person'
import { loadTrendSignals } from '@/lib/plant/views/trends-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Trends' }

/** What is drawn stands in the address and is read in the browser; the page brings what can be picked. */
export default async function TrendsPage() {
  const person = await requirePerson('plant.view')
  const { timeZone, signals } = await loadTrendSignals(system(), person)
  return (
    <div className="portal-body">
      <TrendExplorer offered={signals} timeZone={timeZone} renderedAt={system().clock.now().getTime()} mayDownload={mayEnter(person.roles, 'data.download')} />
    </div>
  )
}
