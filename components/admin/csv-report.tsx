import { Button } from '@/components/ui/button'

interface Props {
  report: { rows: { row: number; what: string }[]; broken: { row: number; because: string }[]; done: boolean }
  doneWords: string
  verb: string
  busy: boolean
  onApply: () => void
}

/** What a file would do, row by row. With a broken row nothing is done. */
export function CsvReport({ report, doneWords, verb, busy, onApply }: Props) {
  if (report.done) return <p role="status">{doneWords}</p>
  if (report.broken.length > 0) {
    return (
      <div role="alert">
        <p className="font-semibold">
          {report.broken.length} {report.broken.length === 1 ? 'row is' : 'rows are'} wrong. Nothing was done.
        </p>
        <ul className="mt-2 max-h-48 overflow-auto text-small">
          {report.broken.map(({ row, because }) => (
            <li key={`${row} ${because}`}>
              Row {row}: {because}
            </li>
          ))}
        </ul>
      </div>
    )
  }
  return (
    <div role="status" className="grid gap-2">
      <p className="font-semibold">All {report.rows.length} rows hold. Nothing is done yet.</p>
      <ul className="max-h-48 overflow-auto text-small">
        {report.rows.map(({ row, what }) => (
          <li key={row}>
            Row {row}: {what}
          </li>
        ))}
      </ul>
      <div>
        <Button variant="primary" size="small" busy={busy} busyWord="Working" onClick={onApply}>
          {verb}
        </Button>
      </div>
    </div>
  )
}
