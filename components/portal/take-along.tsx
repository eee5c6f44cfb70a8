'use client'

import { Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { downloadPicture } from '@/components/ui/download-picture'
import { FieldError } from '@/components/ui/field'

interface Props {
  /** Tables of figures (`/api/export/figures/<table>`) by what the link says. */
  tables: Record<string, string>
  place: string
  /** The page's own query, so that the rows are those of the page. */
  query?: Record<string, string>
}

/** The page as rows, as a picture and on paper. */
export function TakeAlong({ tables, place, query = {} }: Props) {
  const fileName = `${place.replaceAll('/', '-')}-${Object.keys(tables)[0]}`
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  async function takePicture() {
    setBusy(true)
    setProblem(null)
    try {
      await downloadPicture(document.querySelector<HTMLElement>('.portal-body')!, fileName)
    } catch {
      setProblem('This browser could not draw the picture. PDF works too.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="take-along" data-not-taken>
      <Download size={16} strokeWidth={1.75} aria-hidden />
      {Object.entries(tables).map(([table, label]) => (
        <a key={table} className="link" href={`/api/export/figures/${table}?${new URLSearchParams({ ...query, place })}`} download>
          {label}
        </a>
      ))}
      <Button size="small" variant="text" busy={busy} busyWord="Drawing" onClick={() => void takePicture()}>
        PNG
      </Button>
      <Button size="small" variant="text" onClick={() => window.print()}>
        PDF
      </Button>
      {problem && <FieldError>{problem}</FieldError>}
    </div>
  )
}
