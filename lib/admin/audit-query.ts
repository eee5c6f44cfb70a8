import { queryText, type Query } from '@/lib/admin/query-text'
import type { AuditFilter } from '@/lib/admin/search-audit'
import { localMoment } from '@/lib/oee/shift-calendar'

/** The filter as it stands in the address of the page and of its export; days are the tenant's. What is no day is no filter. */
export function auditFilterFrom(query: Query, timeZone: string): AuditFilter {
  const dayOf = (name: string) => (/^\d{4}-\d{2}-\d{2}$/.test(queryText(query, name)) ? queryText(query, name) : null)
  const [from, until, before] = [dayOf('from'), dayOf('until'), Number(queryText(query, 'before'))]
  const nextDay = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  return {
    search: queryText(query, 'q'),
    actor: queryText(query, 'who'),
    action: queryText(query, 'what'),
    from: from ? localMoment(from, '00:00', timeZone) : null,
    until: until ? localMoment(nextDay(until), '00:00', timeZone) : null,
    before: Number.isInteger(before) && before > 0 ? before : null,
  }
}
