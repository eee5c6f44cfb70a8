import { leadCells, leadHeads } from '@/components/sales/lead-cells'
import { csvFor } from '@/lib/http/csv-response'
import { leadFilterFrom } from '@/lib/sales/lead-filter'
import { loadLeads } from '@/lib/sales/load-leads'
import { system } from '@/lib/system'

/** The table as it is shown under the same query, cell by cell. */
export const GET = (request: Request) =>
  csvFor('sales', 'leads.csv', async (person) => {
    const view = await loadLeads(system(), leadFilterFrom(Object.fromEntries(new URL(request.url).searchParams)), person.accountId)
    return { fields: leadHeads, data: view.rows.map((row) => leadCells(row, view.now)) }
  })
