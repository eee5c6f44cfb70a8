import { type FunnelStepKey, funnelSteps } from '@/lib/funnel/steps'
import type { LeadFilter, LeadGroup, LeadSort } from '@/lib/sales/load-leads'

const groups: LeadGroup[] = ['all', 'live', 'due', 'mine']
const sorts: LeadSort[] = ['score', 'newest', 'next']

type Query = Record<string, string | string[] | undefined>

/** Reads the page's query; what cannot be read filters nothing. */
export function leadFilterFrom(query: Query): LeadFilter {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim() : '')
  const stage = funnelSteps.find(({ key }) => key === text('stage'))?.key as FunnelStepKey | undefined
  return {
    search: text('q').slice(0, 120),
    group: groups.find((group) => group === text('group')) ?? 'all',
    sort: sorts.find((sort) => sort === text('sort')) ?? 'score',
    ...(stage && { stage }),
  }
}

/** The address of the page under this filter, with a lead open or not. */
export function leadsHref({ search, group, sort, stage }: LeadFilter, lead?: string, path = '/sales/leads'): string {
  const query = new URLSearchParams({ ...(search && { q: search }), ...(group !== 'all' && { group }), ...(sort !== 'score' && { sort }), ...(stage && { stage }), ...(lead && { lead }) })
  return query.size > 0 ? `${path}?${query}` : path
}
