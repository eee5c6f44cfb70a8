import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { csvLine } from '@/lib/plant/export-csv'
import { type BillLine, totalOf } from '@/lib/tools/capacity/bill'
import { capacityNumbers, type CapacityRequest, numberNames } from '@/lib/tools/capacity/request'

const icon = <Download className="icon" aria-hidden />

/** The bill and what it was made of, as two files. */
export function CapacityTakeAlong({ request, lines }: { request: CapacityRequest; lines: BillLine[] }) {
  return (
    <>
      <Button icon={icon} onClick={() => save('capacity-bill.csv', billCsv(lines))}>Bill as CSV</Button>
      <Button icon={icon} onClick={() => save('capacity-inputs.csv', inputsCsv(request))}>Numbers as CSV</Button>
    </>
  )
}

export const billCsv = (lines: BillLine[]): string =>
  [
    ['line', 'group', 'quantity', 'unit', 'usd_per_month', 'formula', 'worked', 'note'],
    ...lines.map(({ id, group, quantity, unit, monthly, formula, worked, note }) => [id, group, quantity, unit, monthly, formula, worked, note]),
    ['total', null, null, null, totalOf(lines), null, null, null],
  ].map(csvLine).join('')

export const inputsCsv = (request: CapacityRequest): string =>
  [
    ['name', 'label', 'value', 'unit', 'kind', 'source', 'date', 'url', 'start'],
    ...numberNames.map((name) => {
      const { label, unit, kind, source, date, url, start } = capacityNumbers[name]
      return [name, label, request[name], unit, kind, source, date, url, start]
    }),
  ].map(csvLine).join('')

function save(name: string, csv: string): void {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' })), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
