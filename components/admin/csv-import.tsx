'use client'

import { FileUp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { CsvReport } from '@/components/admin/csv-report'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { TextArea } from '@/components/ui/text-field'
import type { ActionResult } from '@/lib/http/action'
import { askAction } from '@/lib/http/ask-action'

interface Report {
  rows: { row: number; what: string }[]
  broken: { row: number; because: string }[]
  done: boolean
}

interface Props {
  tenantId: string
  action: (input: { tenantId: string; csv: string; dry: boolean }) => Promise<ActionResult<Report>>
  label: string
  /** First lines of such a file. */
  example: string
  hint: string
  verb: string
  doneWords: string
}

/** Many rows at once: checked first, and done only when every row holds. */
export function CsvImport({ tenantId, action, label, example, hint, verb, doneWords }: Props) {
  const [open, setOpen] = useState(false)
  const [csv, setCsv] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [report, setReport] = useState<Report | null>(null)
  const router = useRouter()

  async function run(dry: boolean) {
    setBusy(true)
    const result = await askAction(action, { tenantId, csv, dry })
    setBusy(false)
    setProblem(result.ok ? null : result.message)
    if (!result.ok) return
    setReport(result.value)
    if (result.value.done) router.refresh()
  }

  if (!open) {
    return (
      <Button icon={<FileUp className="icon" aria-hidden />} onClick={() => setOpen(true)}>
        {label}
      </Button>
    )
  }
  return (
    <section aria-label={label} className="grid w-full gap-3 border border-line-strong bg-raised p-4">
      <TextArea label="Rows" rows={6} value={csv} onChange={(event) => (setCsv(event.target.value), setReport(null))} placeholder={example} hint={hint} />
      <input type="file" accept=".csv,text/csv" aria-label="CSV file" onChange={(event) => void event.target.files?.[0]?.text().then((text) => (setCsv(text), setReport(null)))} />
      {problem && <FieldError>{problem}</FieldError>}
      {report && <CsvReport report={report} doneWords={`${report.rows.length} rows: ${doneWords}`} verb={verb} busy={busy} onApply={() => void run(false)} />}
      <div className="flex gap-2">
        {!report && (
          <Button variant="primary" size="small" busy={busy} busyWord="Checking" onClick={() => void run(true)}>
            Check the rows
          </Button>
        )}
        <Button size="small" onClick={() => (setOpen(false), setReport(null))}>
          Close
        </Button>
      </div>
    </section>
  )
}
