import { leaseCells, leaseHeads } from '@/components/admin/lease-cells'
import { leaseFilterFrom } from '@/lib/admin/lease-filter'
import { loadLeases } from '@/lib/admin/load-leases'
import { csvFor } from '@/lib/http/csv-response'
import { system } from '@/lib/system'

/** The table as it is shown under the same query, cell by cell. */
export const GET = (request: Request) =>
  csvFor('admin', 'demo-leases.csv', async () => {
    const view = await loadLeases(system(), leaseFilterFrom(Object.fromEntries(new URL(request.url).searchParams)))
    return { fields: leaseHeads, data: view.rows.map((row) => leaseCells(row, view.now)) }
  })
