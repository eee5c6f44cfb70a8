import { notFound } from 'next/navigation'
import Papa from 'papaparse'
import { requirePerson } from '@/lib/auth/current-person'
import { findEventTable, templateRows } from '@/lib/history/event-fields'
import { loadPlantNames } from '@/lib/history/plant-names'
import { system } from '@/lib/system'

/** A CSV to begin with, of one kind of events: the head, and one row that this plant would take. */
export async function GET(request: Request) {
  const person = await requirePerson('plant.setup')
  const table = findEventTable(new URL(request.url).searchParams.get('kind') ?? '')
  if (!table) notFound()
  const rows = templateRows(table, await loadPlantNames(system(), person), system().clock.now())
  return new Response(`${Papa.unparse(rows, { newline: '\r\n' })}\r\n`, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${table.type}-template.csv"`, 'cache-control': 'private, no-store' } })
}
