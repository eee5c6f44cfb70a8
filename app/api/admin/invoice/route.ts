import Papa from 'papaparse'
import { z } from 'zod'
import { loadInvoice } from '@/lib/billing/load-invoice'
import { download, type DownloadFile } from '@/lib/http/download'
import { notThere } from '@/lib/http/problem'
import { monthText } from '@/lib/metering/month-text'
import { system } from '@/lib/system'

const query = z.union([z.object({ kept: z.string().min(1).max(120) }), z.object({ tenant: z.string().min(1).max(80), month: monthText, format: z.enum(['csv', 'json']).default('json') })])
const fields = ['item', 'edition', 'price_list', 'from', 'to', 'days', 'quantity', 'unit', 'price', 'amount', 'currency', 'explanation'] as const

/** A month of a customer, line by line: as it was closed, or as it stands. Of a deleted one the bytes that were closed. */
export const GET = download('admin', query, async (asked) => {
  if ('kept' in asked) return keptFile(asked.kept)
  const { tenant, month, format } = asked
  const invoice = await loadInvoice(system(), tenant, month)
  const name = `invoice-preview-${tenant}-${month}.${format}`
  if (format === 'json') return { name, type: 'application/json', text: JSON.stringify(invoice, null, 2) }
  const data = invoice.lines.map((line) => [line.item, line.edition, line.priceList, line.from, line.to, line.days, line.quantity, line.unit, line.price, line.amount, invoice.currency, line.explanation])
  const total = ['total', '', '', '', '', '', '', '', '', invoice.total, invoice.currency, invoice.rounding]
  return { name, type: 'text/csv; charset=utf-8', text: `${Papa.unparse({ fields: [...fields], data: [...data, total] }, { escapeFormulae: true })}\r\n` }
})

async function keptFile(id: string): Promise<DownloadFile> {
  const bill = await system().db.asOperator((tx) => tx.keptInvoice.findFirst({ where: { id } }))
  if (!bill) throw notThere()
  return { name: `invoice-${bill.customerId}-${bill.month}.json`, type: 'application/json', text: bill.statement }
}
