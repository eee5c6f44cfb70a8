import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { AdminPage } from '@/components/admin/admin-page'
import { SearchForm } from '@/components/admin/search-form'
import { LeadDrawer } from '@/components/sales/lead-drawer'
import { LeadTable } from '@/components/sales/lead-table'
import { Button } from '@/components/ui/button'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { queryText, type Query } from '@/lib/admin/query-text'
import { requirePerson } from '@/lib/auth/current-person'
import { stepOf } from '@/lib/funnel/steps'
import { leadFilterFrom, leadsHref } from '@/lib/sales/lead-filter'
import { loadLead } from '@/lib/sales/load-lead'
import { type LeadFilter, loadLeads } from '@/lib/sales/load-leads'
import { system } from '@/lib/system'

export const metadata: Metadata = { title: 'Leads' }

export default async function LeadsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const person = await requirePerson('sales')
  const query = await searchParams
  const filter = leadFilterFrom(query)
  const selected = queryText(query, 'lead')
  const view = await loadLeads(system(), filter, person.accountId)
  const lead = selected ? await loadLead(system(), selected) : null
  return (
    <AdminPage
      title="Leads"
      summary={`Fit and engagement are sums of reasons that are shown; engagement halves every seven days.${filter.stage ? ` Only those whose furthest step is “${stepOf(filter.stage).label.toLowerCase()}”.` : ''}`}
      drawer={lead && <LeadDrawer lead={lead} closeHref={leadsHref(filter)} />}
    >
      <LiveRefresh everySeconds={20} />
      {selected && !lead && <p role="status">This lead is not there any more: it was erased, or merged into another.</p>}
      <Panel label="Leads" flush>
        <Controls filter={filter} />
        <LeadTable rows={view.rows} matching={view.matching} now={view.now} selected={selected || null} hrefOf={(id) => leadsHref(filter, id)} />
      </Panel>
    </AdminPage>
  )
}

function Controls({ filter }: { filter: LeadFilter }) {
  const groups = [['all', 'All'], ['live', 'Have a plant'], ['due', 'Due'], ['mine', 'Mine']] as const
  const sorts = [['score', 'By score'], ['newest', 'Newest'], ['next', 'By next action']] as const
  const { stage: _, ...others } = filter
  return (
    <div className="flex flex-wrap items-center gap-3 px-4 py-3">
      <Segmented label="Which" current={filter.group} segments={groups.map(([key, label]) => ({ key, label, href: leadsHref({ ...others, group: key }) }))} />
      <Segmented label="Order" current={filter.sort} segments={sorts.map(([key, label]) => ({ key, label, href: leadsHref({ ...filter, sort: key }) }))} />
      <SearchForm action="/sales/leads" placeholder="Name, company, campaign" value={filter.search} keep={{ ...(filter.group !== 'all' && { group: filter.group }), ...(filter.sort !== 'score' && { sort: filter.sort }) }} />
      <span className="grow" />
      <Button size="small" href={leadsHref(filter, undefined, '/sales/leads/csv')} prefetch={false} icon={<Download className="icon" aria-hidden />}>
        CSV
      </Button>
    </div>
  )
}
