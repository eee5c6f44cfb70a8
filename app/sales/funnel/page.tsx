import type { Metadata } from 'next'
import Link from 'next/link'
import { AdminPage } from '@/components/admin/admin-page'
import { FunnelChart } from '@/components/sales/funnel-chart'
import { FunnelControls } from '@/components/sales/funnel-controls'
import { CohortPanel, DropOffPanel, SegmentPanel } from '@/components/sales/funnel-panels'
import { remarksOn, unitWords } from '@/components/sales/funnel-words'
import { SpeakTo } from '@/components/sales/speak-to'
import { ZoneOnce } from '@/components/sales/zone-once'
import { formatNumber } from '@/components/ui/format'
import { formatDate } from '@/components/ui/format-time'
import type { Query } from '@/lib/admin/query-text'
import { requirePerson } from '@/lib/auth/current-person'
import { funnelHref, funnelWishFrom } from '@/lib/funnel/funnel-wish'
import { type FunnelView, loadFunnelView } from '@/lib/sales/funnel-view'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Funnel' }

export default async function FunnelPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('sales')
  const query = await searchParams
  const view = await loadFunnelView(system(), funnelWishFrom(query))
  return (
    <AdminPage title="Demo funnel" summary={summaryOf(view)} action={<FunnelControls wish={view.wish} />}>
      <ZoneOnce known={typeof query.zone === 'string'} />
      <section className="panel remarks" aria-label="What matters now">
        {remarksOn(view.current, view.previous, view.wish.unit).map(({ claim, figures }) => (
          <div key={claim}>
            <b>{claim}</b>
            <p className="text-[13px] text-ink-2">{figures}</p>
          </div>
        ))}
      </section>
      <FunnelChart view={view} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <SegmentPanel view={view} />
        <DropOffPanel view={view} />
        <CohortPanel view={view} />
        <SpeakTo rows={view.speakTo} now={view.now.toISOString()} />
      </div>
    </AdminPage>
  )
}

function summaryOf({ wish, period, withoutCompany }: FunnelView) {
  const [from, to] = [period.from, period.to].map((at) => formatDate(at, wish.timeZone))
  return (
    <>
      {unitWords[wish.unit].many === 'people' ? 'People' : 'Companies'} who entered between {from} and {to}, {wish.timeZone}. Each counts once, at the furthest step reached in order.
      {withoutCompany > 0 && ` ${formatNumber(withoutCompany)} visitors of no known company are left out.`}
      {wish.only && (
        <>
          {' '}
          Only {wish.only.dimension}: {wish.only.value.replaceAll('_', ' ')}. <Link className="link" href={funnelHref(wish, { only: null })}>Show all</Link>
        </>
      )}
    </>
  )
}
