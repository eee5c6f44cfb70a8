import Papa from 'papaparse'
import { z } from 'zod'
import { loadUsageDays } from '@/lib/admin/load-tenant-usage'
import { download } from '@/lib/http/download'
import { monthOf } from '@/lib/metering/meters'
import { monthText } from '@/lib/metering/month-text'
import { system } from '@/lib/system'

const query = z.object({ tenant: z.string().max(80).optional(), month: monthText, format: z.enum(['csv', 'json']).default('csv') })

/** Usage by tenant, day and meter of a month. */
export const GET = download('admin', query, async ({ tenant, month, format }) => {
  const { from, to } = monthOf(month)
  const rows = await loadUsageDays(system(), from, to, tenant)
  const name = `usage-${tenant ? `${tenant}-` : ''}${month}.${format}`
  if (format === 'json') return { name, type: 'application/json', text: JSON.stringify({ month, days: rows }, null, 2) }
  const fields = ['tenant', 'day', 'meter', 'quantity']
  const csv = Papa.unparse({ fields, data: rows.map((row) => [row.tenantId, row.day, row.meter, row.quantity]) }, { escapeFormulae: true })
  return { name, type: 'text/csv; charset=utf-8', text: `${csv}\r\n` }
})
