'use client'

import { Download } from 'lucide-react'
import { useState } from 'react'
import type { AskedQuery } from '@/components/query/use-lake-query'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'

const formats = [
  { format: 'csv', label: 'CSV' },
  { format: 'parquet', label: 'Parquet' },
  { format: 'arrow', label: 'Arrow' },
]

/** Asks once more, for all rows, and saves the answer as a file. */
export function TakeResult({ asked }: { asked: AskedQuery }) {
  const [busy, setBusy] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  async function take(format: string) {
    setBusy(format)
    setProblem(await save(asked, format).then(() => null, (error: Error) => error.message))
    setBusy(null)
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      {formats.map(({ format, label }) => (
        <Button key={format} size="small" icon={<Download className="icon" aria-hidden />} busy={busy === format} busyWord="Writing" onClick={() => void take(format)}>
          {label}
        </Button>
      ))}
      {problem && <FieldError>{problem}</FieldError>}
    </div>
  )
}

async function save(asked: AskedQuery, format: string): Promise<void> {
  const response = await fetch('/api/lake/export', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...asked, format }) })
  if (!response.ok) throw new Error(((await response.json().catch(() => ({}))) as { detail?: string }).detail ?? 'The file could not be written. Try again.')
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(await response.blob()), download: `query.${format}` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
